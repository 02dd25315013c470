"""A department's dossier on its way, so that a test of one operation or step says only what is particular to it."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from tests import factories as make
from workflows import models, operations, steps
from workflows.clock import utcnow
from workflows.policy import Actor, load_actor
from workflows.work import Place, Work


@dataclass
class Scene:
    """A submitting unit, a department that decides, a dossier with nominees, and its running instance."""

    session: Session
    submitting: models.Unit
    department: models.Unit
    dossier: models.Dossier
    instance: models.ProcessInstance
    variables: dict = field(default_factory=dict)

    def nominee(self, name: str, **facts) -> models.Nominee:
        """Put someone on the list."""
        return make.nominee(self.session, self.dossier, name, **facts)

    def work(self, who: models.Person | None = None) -> Work:
        """Return one step of the instance, done by a person or by the system."""
        return Work(self.session, self.instance, self.actor(who) if who else None, utcnow())

    def actor(self, who: models.Person) -> Actor:
        """Return a person as the one who acts, with an account made for it."""
        account = self.session.query(models.Account).filter_by(person_id=who.id).one_or_none()
        return load_actor(self.session, (account or make.account(self.session, who)).id, date(2026, 12, 10))

    def run(self, operation: str, element_id: str = "element", organ: str | None = "department", **parameters):
        """Run an operation as the engine would, and keep nothing of its answer."""
        place = Place(element_id, self.instance.definition.key, organ, None, None, self.variables)
        return operations.run(operation, self.work(), place, parameters)

    def task(self, form_key: str, **facts) -> models.UserTask:
        """Return an open task of the department, unless another organ or council is named."""
        if not {"organ_id", "council_id", "reserved_for_id"} & facts.keys():
            facts["organ_id"] = self.department.id
        return make.task(self.session, self.instance, form_key, **facts)

    def finish(self, form_key: str, answers: dict, outcome: str | None = None, **facts) -> dict:
        """Complete a new task the way the command does, and keep the variables that it sets."""
        who = facts.pop("by", None) or make.person(self.session)
        task = self.task(form_key, **facts)
        task.assignee_id, task.claimed_at = who.id, utcnow()
        task.completed_at, task.completed_by, task.outcome = utcnow(), who.id, outcome
        self.session.flush()
        written = steps.complete(self.work(who), task, outcome, answers)
        self.session.add(models.TaskAnswers(task_id=task.id, answers=answers))
        self.session.flush()
        self.variables |= written
        return written

    def surroundings(self, form_key: str, **facts) -> steps.Surroundings:
        """Return what the form of a new task is told."""
        found = steps.Surroundings()
        steps.prepare(self.session, None, self.task(form_key, **facts), found)
        return found

    def verbs(self) -> list[str]:
        """Return what the history of the dossier says happened, in order."""
        query = self.session.query(models.HistoryEntry).filter_by(dossier_id=self.dossier.id)
        return [entry.verb for entry in query.order_by(models.HistoryEntry.sequence)]


def department_scene(session: Session, **facts) -> Scene:
    """Set the scene: `facts` go to the dossier."""
    submitting = make.unit(session, name="Chi cục Minh họa", symbol="CCMH")
    department = make.unit(session, name="Sở Minh họa", symbol="SMH")
    make.regime(session)
    offer = facts.pop("offer", None) or make.offer(session)
    facts = {"status": "submitted", "submitted_at": utcnow()} | facts
    dossier = make.dossier(session, offer, submitting, **facts)
    make.organ(session, dossier, "department", department)
    return Scene(session, submitting, department, dossier, make.instance(session, dossier))


@dataclass
class Chamber:
    """A council with members and a session on the scene's dossier."""

    scene: Scene
    council: models.Council
    members: list[models.Person]
    secretary: models.Person

    def plan(self, **answers) -> models.CouncilSession:
        """Plan the session and invite its members."""
        given = {"mode": "meeting", "meets_at": "2026-12-11T08:00", "place": "Phòng họp", "agenda": "Xét khen thưởng"}
        self.scene.finish("council_plan", given | answers, council_id=self.council.id, by=self.secretary)
        self.scene.run("council/invite")
        return self.session

    @property
    def session(self) -> models.CouncilSession:
        """The session that was planned last."""
        query = self.scene.session.query(models.CouncilSession).order_by(models.CouncilSession.id.desc())
        return query.first()

    def attend(self, **presence: str) -> bool:
        """Note who came, all present unless said by number (`m0="absent"`), and return whether there is a quorum."""
        rows = [
            {"row": str(who.id), "presence": presence.get(f"m{number}", "present"), "reason": "lý do"}
            for number, who in enumerate(self.members)
        ]
        rows.append({"row": str(self.secretary.id), "presence": "present"})
        self.scene.finish("council_attendance", {"members": rows}, council_id=self.council.id, by=self.secretary)
        return self.scene.run("council/check_quorum")

    def vote(self, number: int, **choices: str) -> None:
        """Let a member vote on nominees by number (`n0="agree"`), agreeing where nothing is said."""
        rows = [
            {"row": str(nominee.id), "choice": choices.get(f"n{place}", "agree")}
            for place, nominee in enumerate(self.scene.dossier.nominees)
        ]
        who = self.members[number]
        self.scene.finish("ballot", {"nominees": rows}, "cast", council_id=self.council.id, by=who)

    def close(self) -> str:
        """Close the vote and count it."""
        answers = {"missing_reason": "hết giờ", "is_confirmed": True}
        self.scene.finish("vote_closing", answers, council_id=self.council.id, by=self.secretary)
        return self.scene.run("council/count_ballots")

    def row(self, nominee: models.Nominee) -> models.SessionNominee:
        """Return a nominee as the session has counted it."""
        return self.scene.session.get(models.SessionNominee, (self.session.id, nominee.id))


def chamber(scene: Scene, members: int = 5, kind: str = "department", **rule) -> Chamber:
    """Give the scene's department a council of voting members and a secretary who does not vote."""
    session = scene.session
    council = make.council(session, scene.department, kind)
    people = [
        make.seat(session, council, function="chair" if number == 0 else "member").person for number in range(members)
    ]
    secretary = make.seat(session, council, function="secretary").person
    make.council_rule(session, kind, **rule)
    return Chamber(scene, council, people, secretary)
