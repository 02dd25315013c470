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
    draft_checks,
    draft_editing,
    draft_forms,
    draft_limits,
    draft_replays,
    draft_tables,
    due_rules,
    duties,
    feed,
    health,
    heat_maps,
    home,
    incidents,
    instances,
    letters,
    migration_runs,
    nominee_criteria,
    nominees,
    notice_wishes,
    notices,
    outline_editing,
    overrides,
    plan_figures,
    process_drafts,
    processes,
    punctuality,
    recalculations,
    register,
    retirements,
    scenarios,
    session,
    submission,
    tasks,
    trials,
)

# Importing them adds their pages to the blueprint of dossiers, of processes, of tasks, or of campaigns.
ALSO_DOSSIERS = (attachments, dossier_page, nominee_criteria, nominees, submission)
ALSO_PROCESSES = (
    comparisons,
    draft_checks,
    draft_editing,
    draft_forms,
    draft_limits,
    draft_replays,
    draft_tables,
    heat_maps,
    instances,
    migration_runs,
    outline_editing,
    process_drafts,
    retirements,
    scenarios,
    trials,
)
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
