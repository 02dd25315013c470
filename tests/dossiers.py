"""A dossier in preparation, with small forms of its own, for tests of what is typed and sent into it."""

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from workflows import dates, models, policy
from workflows.clock import utcnow
from workflows.policy import Actor

DOSSIER_FORM = {
    "type": "default",
    "id": "dossier",
    "properties": {"title": "Lập hồ sơ"},
    "components": [
        {
            "type": "group",
            "id": "reason",
            "label": "Lý do đề nghị",
            "components": [
                {
                    "type": "textarea",
                    "id": "grounds",
                    "key": "grounds",
                    "label": "Lý do",
                    "validate": {"required": True, "minLength": 10},
                },
                {
                    "type": "number",
                    "id": "member_count",
                    "key": "member_count",
                    "label": "Số thành viên",
                    "decimalDigits": 0,
                    "validate": {"required": True},
                },
            ],
        },
        {
            "type": "group",
            "id": "minutes",
            "label": "Biên bản",
            "components": [
                {
                    "type": "textfield",
                    "id": "chair",
                    "key": "chair",
                    "label": "Chủ tọa",
                    "validate": {"required": True},
                },
                {
                    "type": "dynamiclist",
                    "id": "votes",
                    "path": "votes",
                    "label": "Kết quả bỏ phiếu",
                    "allowAddRemove": False,
                    "properties": {"rowsFrom": "nominees", "rowLabel": "Đối tượng"},
                    "components": [
                        {
                            "type": "number",
                            "id": "votes_yes",
                            "key": "yes",
                            "label": "Số phiếu đồng ý",
                            "decimalDigits": 0,
                        }
                    ],
                },
            ],
        },
        {
            "type": "group",
            "id": "commitments",
            "label": "Cam kết",
            "components": [
                {
                    "type": "checkbox",
                    "id": "is_truthful",
                    "key": "is_truthful",
                    "label": "Đúng sự thật",
                    "validate": {"required": True},
                },
                {
                    "type": "textarea",
                    "id": "discard_reason",
                    "key": "discard_reason",
                    "label": "Lý do bỏ",
                    "validate": {"minLength": 10},
                    "properties": {"requiredWhen": '=outcome = "discard"'},
                },
            ],
        },
        {"type": "button", "id": "finish", "label": "Ký", "action": "submit", "properties": {"outcome": "sign"}},
        {
            "type": "button",
            "id": "discard",
            "label": "Bỏ",
            "action": "submit",
            "properties": {"outcome": "discard", "style": "warning", "partial": True},
        },
    ],
}


SUPPLEMENT_FORM = {
    "type": "default",
    "id": "dossier_supplement",
    "properties": {"title": "Bổ sung hồ sơ"},
    "components": [
        {
            "type": "textarea",
            "id": "explanation",
            "key": "explanation",
            "label": "Đã bổ sung những gì",
            "validate": {"required": True},
        },
        {"type": "button", "id": "go", "label": "Nộp lại", "action": "submit", "properties": {"outcome": "resubmit"}},
    ],
}


def nominee_form(kind: str) -> dict:
    """Return a form of two questions for nominees of a kind."""
    return {
        "type": "default",
        "id": f"nominee_{kind}",
        "properties": {"title": kind},
        "components": [
            {
                "type": "textfield",
                "id": "full_name",
                "key": "full_name",
                "label": "Họ tên",
                "validate": {"required": True},
            },
            {
                "type": "textfield",
                "id": "unit",
                "key": "unit",
                "label": "Đơn vị công tác",
                "validate": {"required": True},
            },
        ],
    }


@dataclass(frozen=True)
class Draft:
    """A draft dossier, the officer who prepares it, a colleague of the same unit, and a stranger."""

    reference: str
    officer: Actor
    colleague: Actor
    head: Actor
    stranger: Actor


def draft(sessions: sessionmaker[Session], *papers: dict) -> Draft:
    """Make a draft dossier whose task of preparing is open; `papers` are facts of the papers that its offer asks for."""
    with sessions.begin() as session:
        unit = factories.unit(session)
        offer = factories.offer(session)
        for facts in papers:
            factories.paper(session, offer, facts.pop("key"), **facts)
        people = [
            factories.officer(session, "submitting_officer", unit, "Trần Thị Mai Hương"),
            factories.officer(session, "submitting_officer", unit, "Lê Văn Bình"),
            factories.officer(session, "submitting_head", unit, "Phạm Quốc Khánh"),
            factories.officer(session, "submitting_officer", factories.unit(session), "Người Đơn Vị Khác"),
        ]
        dossier = factories.dossier(session, offer, unit, creator=people[0])
        session.add(models.DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=utcnow()))
        deployment = factories.deployment(session)
        deploy_forms(session, deployment)
        instance = factories.instance(session, dossier, definition=factories.definition(session, deployment=deployment))
        task_facts = {"candidate_group": "submitting_officer", "element_id": "compile_dossier", "organ_id": unit.id}
        task_facts["outcomes"] = ["sign", "discard"]
        factories.task(session, instance, "dossier", name="Lập hồ sơ đề nghị", **task_facts)
        accounts = [factories.account(session, person) for person in people]
        today = dates.local_date(utcnow())
        return Draft(dossier.reference, *(policy.load_actor(session, account.id, today) for account in accounts))


def deploy_forms(session: Session, deployment: models.Deployment) -> None:
    """Add the small forms to a deployment."""
    for form in (DOSSIER_FORM, SUPPLEMENT_FORM, *(nominee_form(kind) for kind in models.campaigns.NOMINEE_KINDS)):
        content = json.dumps(form, ensure_ascii=False)
        session.add(models.DeployedFile(deployment_id=deployment.id, name=f"{form['id']}.form", content=content))


def found(session: Session, reference: str) -> models.Dossier:
    """Return the dossier as the tables have it."""
    return session.query(models.Dossier).filter_by(reference=reference).one()
