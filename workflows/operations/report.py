"""Reports of a campaign: which units owe one, and that one has come in."""

from collections.abc import Mapping

from sqlalchemy import select

from workflows.acts import record_act
from workflows.errors import OperationFailed
from workflows.models import Campaign, Offer, OfferOrgan
from workflows.operations.registry import operation
from workflows.work import Place, Work


@operation("report/open")
def open_reporting(work: Work, place: Place, _parameters: Mapping[str, object]) -> dict:
    """Return the units that take part in the campaign: {unit id: {"organ": unit id}}."""
    campaign = _campaign(work, place)
    query = select(OfferOrgan.unit_id).join(Offer, Offer.id == OfferOrgan.offer_id)
    query = query.where(Offer.campaign_id == campaign.id, OfferOrgan.organ == "submitting_unit")
    units = [str(unit) for unit in work.session.scalars(query.distinct().order_by(OfferOrgan.unit_id))]
    if not units:
        raise OperationFailed(f"Phong trào “{campaign.name}” chưa có đơn vị nào phải báo cáo.")
    record_act(work, place.element_id, "reporting_opened", after={"campaign": campaign.key, "units": units})
    return {unit: {"organ": unit} for unit in units}


@operation("report/receive")
def receive_report(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """Note that the signed report of a unit has come in."""
    reporter = place.variables.get("reporter")
    organ = reporter["organ"] if isinstance(reporter, dict) else None
    record_act(work, place.element_id, "report_received", after={"unit": organ})
    return "received"


def _campaign(work: Work, place: Place) -> Campaign:
    if work.instance.dossier is not None:
        return work.dossier.campaign
    named = str(place.variables.get("campaign_id", ""))
    found = work.session.get(Campaign, int(named)) if named.isdigit() else None
    found = found or work.session.scalar(select(Campaign).where(Campaign.key == named))
    if found is None:
        raise OperationFailed("Kỳ báo cáo chưa gắn với phong trào nào.")
    return found
