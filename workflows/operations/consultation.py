"""Asking other organs for their opinion (hiệp y) before an award is proposed."""

from collections.abc import Mapping

from workflows import dates, outbox
from workflows.acts import record_act
from workflows.errors import OperationFailed
from workflows.issuing import issue
from workflows.models import Unit
from workflows.operations.registry import operation
from workflows.participants import holders
from workflows.work import Place, Work


@operation("consultation/open")
def open_consultation(work: Work, place: Place, _parameters: Mapping[str, object]) -> dict:
    """Send the letter to each organ that the request names, and return them: {unit id: {"organ": unit id}}."""
    asked = place.variables.get("consulted_organs")
    if not isinstance(asked, dict) or not asked:
        raise OperationFailed("Chưa chọn cơ quan để lấy ý kiến.")
    units = [work.session.get_one(Unit, int(key)) for key in asked]
    until = dates.due_at(work.session, "consultation.reply", work.dossier, work.now)
    issue(
        work,
        place.element_id,
        "consultation_letter",
        f"Công văn lấy ý kiến, hồ sơ {work.dossier.reference}",
        {
            "to": "; ".join(unit.name for unit in units),
            "facts": [
                ["Hồ sơ", f"{work.dossier.reference}, {work.dossier.offer.title}"],
                ["Hạn trả lời", dates.show_limit(until) if until else "không quy định số ngày"],
            ],
            "text": ["Quá hạn không trả lời thì coi như không có ý kiến."],
        },
    )
    for unit in units:
        _tell(work, unit)
    return {str(unit.id): {"organ": str(unit.id)} for unit in units}


@operation("consultation/record_silence")
def record_silence(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """Note that an organ let its date pass; silence means that the dossier goes on (NĐ 39/2012, second-hand)."""
    consulted = place.variables.get("consulted")
    organ = int(consulted["organ"]) if isinstance(consulted, dict) else None
    unit = work.session.get(Unit, organ) if organ else None
    record_act(work, place.element_id, "reply_silent", after={"unit": organ, "unit_name": unit.name if unit else None})
    return "silent"


def _tell(work: Work, unit: Unit) -> None:
    dossier = work.dossier
    for person in holders(work.session, unit.id, ("consulted_officer",), dates.local_date(work.now)):
        key = f"consultation:{dossier.id}:{work.instance.id}.{work.instance.version}:{unit.id}:{person.id}"
        subject = f"Đề nghị cho ý kiến về hồ sơ {dossier.reference}"
        body = f"{unit.name} được đề nghị cho ý kiến về hồ sơ {dossier.reference} ({dossier.offer.title})."
        outbox.queue(work.session, key, "consultation", person.id, dossier=dossier, subject=subject, body=body)
