"""Every blueprint, registered by name."""

from flask import Flask

from service.routes import attachments, dossiers, health, home, nominees, session, submission, tasks

# Importing them adds their pages to the blueprint of dossiers.
ALSO_DOSSIERS = (attachments, nominees, submission)


def register_routes(app: Flask) -> None:
    """Attach all pages to `app`."""
    for pages in (session.bp, health.bp, home.bp, dossiers.bp, tasks.bp):
        app.register_blueprint(pages)
