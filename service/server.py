"""Gunicorn, set up for this product, and the worker beside it where one machine does everything."""

import subprocess
import sys

from gunicorn.app.base import BaseApplication

from service import create_app
from service.settings import Settings

THREADS = 8


class _Server(BaseApplication):
    """Gunicorn without a command line of its own."""

    def __init__(self, settings: Settings):
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1 if self._settings.database_url.startswith("sqlite") else 2,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 20,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self):
        return create_app(self._settings)


def run(settings: Settings, *, with_worker: bool) -> None:
    """Serve until stopped. The worker, if wanted, ends with us whatever ends us."""
    worker = subprocess.Popen([sys.executable, "-m", "service", "worker", "--with-parent"]) if with_worker else None
    sys.stdout.write(f"Trình Khen: {settings.base_url}\n")
    sys.stdout.flush()
    try:
        _Server(settings).run()
    finally:
        if worker is not None:
            worker.terminate()
