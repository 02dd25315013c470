"""The WSGI entry point: `gunicorn service.wsgi:app`."""

import sys

from service import create_app
from service.settings import Settings, SettingsRejected

try:
    app = create_app(Settings.from_env())
except SettingsRejected as rejected:
    # Gunicorn would print a trace of forty lines around the one sentence that the operator needs.
    sys.exit(f"Trình Khen không khởi động:\n{rejected}")
