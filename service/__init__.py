"""The Flask application."""

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from service import (
    api,
    assets,
    auth,
    bodies,
    cookies,
    csrf,
    display,
    failures,
    icons,
    logs,
    navigation,
    security,
    web,
    wire,
)
from service.routes import register_routes
from service.settings import Settings
from workflows.db import make_sessions


def create_app(settings: Settings) -> Flask:
    """Build the application from `settings`. It does not create tables: `trinhkhen migrate` does."""
    app = Flask(__name__)
    app.secret_key = settings.secret_key
    app.config.update(cookies.configure_names(https=settings.https))
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload_mb * 1_000_000 + bodies.FORM_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = bodies.FORM_BYTES
    app.extensions["settings"] = settings
    app.extensions["sessions"] = make_sessions(settings.database_url)
    _set_up_templates(app, settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logs.configure(settings.log_level)
    # Order matters: measure, refuse strangers' machines, then strangers, then what is too large, forged forms, broken texts.
    logs.register(app)
    security.register(app, settings)
    auth.register(app)
    bodies.register(app)
    csrf.register(app)
    wire.register(app)
    web.register(app)
    failures.register(app)
    register_routes(app)
    app.register_blueprint(api.bp)
    return app


def _set_up_templates(app: Flask, settings: Settings) -> None:
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([PackageLoader("service"), govuk])
    app.jinja_env.globals |= {"icon": icons.icon, "demo": settings.demo}
    display.register(app)
    assets.register(app)
    navigation.register(app)
