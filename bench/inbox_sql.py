# ruff: noqa: S608 - every value in these statements is a number or a word of this module.
"""The statements that make dossiers, their processes and their tasks by the million, in SQL that both databases take.

Task number i belongs to dossier number i. Which queue it lies in, who holds it and when it is due follow from i, so
that a database of one size looks like one of another.
"""

from datetime import UTC, datetime

TABLES = ("dossier", "dossier_access", "process_instance", "user_task", "task_separation")
ROLES = (
    "appraisal_specialist",
    "intake_officer",
    "appraisal_head",
    "drafting_officer",
    "awards_officer",
    "consulted_officer",
)
SPECIALISTS_OPEN, SPECIALISTS_DONE = 150, 200
"""The same in every size."""
DEPARTMENTS_FROM, DEPARTMENTS_ELSE = 37, 678
COMMUNES_FROM, COMMUNES = 715, 3400


def statements(dialect: str, tasks: int, now: datetime) -> list[str]:
    """Return the INSERTs for `tasks` open tasks and a quarter as many finished ones, with limits around `now`."""
    at = _Moments(dialect, now)
    return [
        _dossiers(at, tasks),
        _instances(at, tasks),
        _open_tasks(at, tasks),
        _finished_tasks(at, tasks),
        _access(at),
        "INSERT INTO task_separation (task_id, element_id) SELECT id, 'intake_officer_1' FROM user_task WHERE id % 5 = 0",
    ]


class _Moments:
    """How a database writes instants and counts."""

    def __init__(self, dialect: str, now: datetime):
        self._sqlite = dialect == "sqlite"
        self._now = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    def after(self, days: str) -> str:
        """Return the instant so many days (an SQL expression) after now."""
        if self._sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%S.000000', '{self._now}', ({days}) || ' days')"
        return f"timestamptz '{self._now}+00' + ({days}) * interval '1 day'"

    def numbers(self, last: int) -> str:
        """Return a table `n` with a column `i` that counts from 1."""
        if self._sqlite:
            return f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i FROM n) AS n"
        return f"generate_series(1::bigint, {last}) AS n(i)"


def _every(part: int, whole: int, i: str = "i") -> str:
    """Return a condition that holds for exactly `part` of the numbers up to `whole`, evenly spread."""
    return f"({i} * {part}) / {whole} > (({i} - 1) * {part}) / {whole}"


def _dossiers(at: _Moments, tasks: int) -> str:
    return f"""
        INSERT INTO dossier (id, reference, campaign_id, offer_id, submitting_unit_id, province_id, status, stage, content,
                             content_revision, page_revisions, created_by, created_at, submitted_at, version)
        SELECT i, 'KG-2026-' || (10000000 + i), (i * 7) % 20 + 1, ((i * 7) % 20) * 3 + i % 3 + 1, {COMMUNES_FROM} + i % {COMMUNES},
               i % 34 + 1, 'submitted', 'appraise', '{{}}', 0, '{{}}', 100 + i % 4000, {at.after("-60")}, {at.after("-50")}, 1
        FROM {at.numbers(tasks)}"""


def _instances(at: _Moments, tasks: int) -> str:
    return f"""
        INSERT INTO process_instance (id, definition_id, dossier_id, state, status, tokens, version, started_at)
        SELECT i, 1, i, '{{}}', 'running', '[]', 1, {at.after("-60")} FROM {at.numbers(tasks)}"""


COLUMNS = """
    id, instance_id, dossier_id, campaign_key, award_key, engine_id, process_key, element_id, path, name, stage, form_key,
    candidate_group, organ_id, council_id, outcomes, outcome_variable, due_at, priority, reserved_for_id, assignee_id,
    claimed_at, created_at, completed_at, completed_by, version"""
CAMPAIGN = "'campaign-' || ((i * 7) % 20 + 1)"
AWARD = "CASE i % 3 WHEN 0 THEN 'giay_khen' WHEN 1 THEN 'bang_khen' ELSE 'huan_chuong' END"


def _open_tasks(at: _Moments, tasks: int) -> str:
    """Return the open tasks: the specialist's 150, a twentieth in the clerk's group, ballots, and all the others."""
    roles = " ".join(f"WHEN {place} THEN '{role}'" for place, role in enumerate(ROLES))
    return f"""
        INSERT INTO user_task ({COLUMNS})
        SELECT i, i, i, {CAMPAIGN}, {AWARD}, 'open', 'award', role || '_' || (i % 4), '[]', 'Bước ' || role || ' ' || (i % 4),
               'appraise', 'form_' || (i % 4), role,
               CASE place WHEN 1 THEN 35 WHEN 2 THEN 36
                    WHEN 4 THEN {DEPARTMENTS_FROM} + (i * 7919) % {DEPARTMENTS_ELSE} END,
               CASE place WHEN 3 THEN i % 34 + 1 END,
               '[]', 'outcome', CASE WHEN i % 17 = 0 THEN NULL ELSE {at.after("(i * 37) % 90 - 15")} END, 50,
               CASE place WHEN 3 THEN 100 + i % 4000 END, holder,
               CASE WHEN holder IS NULL THEN NULL ELSE {at.after("-1")} END, {at.after("-(i % 50)")}, NULL, NULL, 1
        FROM (SELECT i, place,
                     CASE place WHEN 1 THEN CASE (i * 7) % 4 WHEN 0 THEN 'intake_officer' ELSE 'appraisal_specialist' END
                          WHEN 2 THEN 'intake_officer' WHEN 3 THEN 'council_member' ELSE CASE i % 6 {roles} END END AS role,
                     CASE WHEN place = 3 OR (i / 7) % 10 < 3 THEN NULL WHEN place = 1 AND (i / 7) % 10 < 7 THEN 1
                          WHEN place = 2 AND (i / 7) % 100 < 32 THEN 2 ELSE 10 + i % 4000 END AS holder
              FROM (SELECT i, CASE WHEN {_every(SPECIALISTS_OPEN, tasks)} THEN 1 WHEN i % 20 = 7 THEN 2
                                   WHEN i % 50 = 3 THEN 3 ELSE 4 END AS place
                    FROM {at.numbers(tasks)}) AS placed) AS told"""


def _finished_tasks(at: _Moments, tasks: int) -> str:
    """Return a finished first step of every fourth dossier, some by the specialist and the clerk."""
    quarter = tasks // 4
    return f"""
        INSERT INTO user_task ({COLUMNS})
        SELECT {tasks} + i, 4 * i, 4 * i, {CAMPAIGN.replace("i ", "4 * i ")}, {AWARD.replace("i ", "4 * i ")}, 'done', 'award',
               'intake_officer_1', '[]', 'Tiếp nhận', 'receive', 'form_1', 'intake_officer', unit, NULL, '[]', 'outcome',
               {at.after("-30")}, 50, NULL, who, {at.after("-40")}, {at.after("-45")}, {at.after("-(i % 40)")}, who, 1
        FROM (SELECT i, CASE WHEN {_every(SPECIALISTS_DONE, quarter)} THEN 1 WHEN i % 20 = 3 THEN 2 ELSE 10 + i % 4000 END AS who,
                     CASE WHEN {_every(SPECIALISTS_DONE, quarter)} THEN 35 WHEN i % 20 = 3 THEN 36
                          ELSE {DEPARTMENTS_FROM} + i % {DEPARTMENTS_ELSE} END AS unit
              FROM {at.numbers(quarter)}) AS told"""


def _access(at: _Moments) -> str:
    return f"""
        INSERT INTO dossier_access (dossier_id, unit_id, since)
        SELECT dossier_id, organ_id, {at.after("-40")} FROM user_task WHERE organ_id IS NOT NULL ON CONFLICT DO NOTHING"""
