"""Every blueprint, registered by name."""

from flask import Flask

from service.routes import health, session


def register_routes(app: Flask) -> None:
    """Attach all pages to `app`."""
    for pages in (session.bp, health.bp):
        app.register_blueprint(pages)
