"""Gunicorn, set up for this product, and the worker beside it where one machine does everything."""

import gc
import subprocess
import sys

from gunicorn.app.base import BaseApplication

from service import create_app
from service.settings import Settings, SettingsRejected
from workflows.db import make_engine
from workflows.migrations import newest, revision_of

THREADS = 8
# A request makes some ten thousand objects, of which nearly all are gone with it: looking for cycles among them after each
# 700, as Python does, takes a tenth of its time.
OBJECTS_BETWEEN_COLLECTIONS = 50_000


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
        app = create_app(self._settings)
        spare_the_collector()
        return app


def spare_the_collector() -> None:
    """Let Python look for unreachable cycles less often, and no more at what was loaded before the first request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)


def demand_current_tables(settings: Settings) -> None:
    """Raise SettingsRejected unless the database is at the newest migration of this code."""
    engine = make_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            found = revision_of(connection)
    finally:
        engine.dispose()
    if found != newest():
        raise SettingsRejected([f"Cơ sở dữ liệu ở bản {found or 'trống'}, cần bản {newest()}. Chạy: trinhkhen migrate"])


def run(settings: Settings, *, with_worker: bool) -> None:
    """Serve until stopped. The worker, if wanted, ends with us whatever ends us.

    Raises SettingsRejected when the tables are not those of this version.
    """
    demand_current_tables(settings)
    worker = subprocess.Popen([sys.executable, "-m", "service", "worker", "--with-parent"]) if with_worker else None
    sys.stdout.write(f"Trình Khen: {settings.base_url}\n")
    sys.stdout.flush()
    try:
        _Server(settings).run()
    finally:
        if worker is not None:
            worker.terminate()
