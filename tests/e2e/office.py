"""The product with its people at their desks: who may do what comes next, and what they type."""

from playwright.sync_api import Browser
from sqlalchemy import select

from forms.samples import as_posted, sample
from tests.e2e.desk import Desk
from workflows import catalogue, dates, editing
from workflows.clock import utcnow
from workflows.commands import rehearsing
from workflows.models import Account, Dossier, UserTask

RETURN_REASON = "Bổ sung báo cáo thành tích có số liệu từng năm."


class Office:
    """The product with its people, and the person who may do what comes next."""

    def __init__(self, browser: Browser, sessions, address: str):
        self.browser, self.sessions, self.address = browser, sessions, address
        self._desks: dict[str, Desk] = {}

    def desk(self, actor) -> Desk:
        """Return the browser of a person, signed in at the first call."""
        with self.sessions() as session:
            username = session.get_one(Account, actor.account_id).username
        if username not in self._desks:
            self._desks[username] = Desk(self.browser, self.address, username)
        return self._desks[username]

    def next_step(self, reference: str) -> tuple[int, str, object] | None:
        """Return the id and element of the open task to do now, and who may do it."""
        with self.sessions() as session:
            dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
            waiting = session.scalars(
                select(UserTask)
                .where(
                    UserTask.dossier_id == dossier.id, UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None)
                )
                .order_by(UserTask.id)
            ).all()
            if not waiting:
                return None
            task = min(waiting, key=lambda each: (each.form_key in rehearsing.LAST_FORMS, each.id))
            return task.id, task.element_id, rehearsing.worker_of(session, task)

    def typed(self, task_id: int, actor, outcome: str | None) -> dict[str, list[str]]:
        """Return what to type into the form of a task."""
        with self.sessions() as session:
            task = session.get_one(UserTask, task_id)
            context = editing.context(session, actor, task)
            given = rehearsing.sample_times(task, context)
            form = catalogue.form_of(session, task)
            today = dates.local_date(utcnow())
            return as_posted(sample(form, context, outcome=outcome, today=today, given=given))

    def verb(self, task_id: int, outcome: str | None) -> str:
        """Return the words on the button for an outcome."""
        with self.sessions() as session:
            form = catalogue.form_of(session, session.get_one(UserTask, task_id))
        return next((each.label for each in form.outcomes if each.key == outcome), form.submit_label)

    def do(self, task_id: int, actor, outcome: str | None, *, changed: dict[str, list[str]] | None = None) -> Desk:
        """Let a person open a task from the inbox, fill its form and press the button of an outcome."""
        desk = self.desk(actor)
        desk.open("/viec")
        desk.open(f"/viec/{task_id}")
        desk.type_in(self.typed(task_id, actor, outcome) | (changed or {}))
        desk.press(self.verb(task_id, outcome))
        with self.sessions() as session:
            assert session.get_one(UserTask, task_id).outcome == outcome, desk.reads()
        return desk

    def missing_paper(self, task_id: int, actor) -> dict[str, list[str]]:
        """Return what a clerk types who finds the first paper missing."""
        with self.sessions() as session:
            row = editing.context(session, actor, session.get_one(UserTask, task_id)).rows["papers"][0].id
        return {f"papers-{row}-state": ["missing"], f"papers-{row}-note": ["Thiếu chữ ký"], "reason": [RETURN_REASON]}

    def close(self) -> list[str]:
        """Close every window; return what the browsers refused or complained of."""
        complaints = [text for desk in self._desks.values() for text in desk.refused]
        for desk in self._desks.values():
            desk.close()
        return complaints
