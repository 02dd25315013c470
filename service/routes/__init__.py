"""Every blueprint, registered by name."""

from flask import Flask

from service.routes import (
    attachments,
    council,
    dossier_page,
    dossiers,
    health,
    home,
    nominees,
    session,
    submission,
    tasks,
)

# Importing them adds their pages to the blueprint of dossiers.
ALSO_DOSSIERS = (attachments, dossier_page, nominees, submission)


def register_routes(app: Flask) -> None:
    """Attach all pages to `app`."""
    for pages in (session.bp, health.bp, home.bp, dossiers.bp, tasks.bp, council.bp):
        app.register_blueprint(pages)
