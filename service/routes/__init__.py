"""Every blueprint, registered by name."""

from flask import Flask

from service.routes import (
    agenda,
    attachments,
    calendar,
    campaigns,
    comparisons,
    council,
    deadlines,
    decisions,
    directing,
    dossier_page,
    dossiers,
    due_rules,
    duties,
    feed,
    health,
    home,
    incidents,
    instances,
    letters,
    nominee_criteria,
    nominees,
    notice_wishes,
    notices,
    overrides,
    plan_figures,
    process_drafts,
    processes,
    punctuality,
    recalculations,
    register,
    session,
    submission,
    tasks,
    trials,
)

# Importing them adds their pages to the blueprint of dossiers, of processes, of tasks, or of campaigns.
ALSO_DOSSIERS = (attachments, dossier_page, nominee_criteria, nominees, submission)
ALSO_PROCESSES = (comparisons, instances, process_drafts, trials)
ALSO_TASKS = (deadlines, directing, overrides)
ALSO_CAMPAIGNS = (
    duties,
    plan_figures,
)

TOLD = (notices.bp, notice_wishes.bp, letters.bp)
READING = (agenda.bp, feed.bp, punctuality.bp, register.bp, decisions.bp, campaigns.bp, processes.bp, incidents.bp)
OFFICE = (calendar.bp, due_rules.bp, recalculations.bp)


def register_routes(app: Flask) -> None:
    """Attach all pages to `app`."""
    for pages in (session.bp, health.bp, home.bp, dossiers.bp, tasks.bp, council.bp, *TOLD, *READING, *OFFICE):
        app.register_blueprint(pages)
