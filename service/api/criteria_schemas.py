"""What the criteria of nominees, and conclusions on them, look like over the wire."""

from marshmallow import Schema, fields, validate

from service.api.schemas import Body, needed

VERDICTS = ("met", "not_met", "as_computed")


class CriterionLine(Schema):
    """One criterion of a nominee."""

    code = fields.String()
    criterion = fields.String()
    text = fields.String()
    clause = fields.String()
    verdict = fields.String(metadata={"description": "met, not_met hoặc cannot_tell"})
    computed = fields.String(metadata={"description": "Kết quả theo bảng, không kể kết luận của người thẩm định"})
    value = fields.String(allow_none=True, metadata={"description": "Số đo, dạng thập phân"})
    threshold = fields.String(allow_none=True)
    label = fields.String()
    as_written = fields.String()
    missing = fields.List(fields.String())
    proof = fields.List(fields.String())
    wanted = fields.List(fields.String())
    reason = fields.String(allow_none=True)
    concluded_by = fields.String(allow_none=True)


class Criteria(Schema):
    """How a nominee stands against the criteria, with its answers."""

    nominee_id = fields.Integer()
    version = fields.Integer()
    verdict = fields.String()
    group = fields.String(allow_none=True)
    needs_group = fields.Boolean()
    answers = fields.Dict()
    lines = fields.List(fields.Nested(CriterionLine))


class Conclusion(Body):
    """What a specialist concludes against the table; `as_computed` takes it back."""

    criterion = needed(fields.String)
    verdict = needed(fields.String, validate=validate.OneOf(VERDICTS, error="met, not_met hoặc as_computed."))
    reason = needed(fields.String)


class PlanFigure(Schema):
    """A figure that a council sets."""

    id = fields.Integer()
    amount = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    source = fields.String()
    entered_by = fields.String()
    entered_at = fields.AwareDateTime()
    holds = fields.Boolean()


class NewPlanFigure(Body):
    """A figure to be entered: answers of the form `plan_figure`."""

    answers = needed(fields.Dict)
