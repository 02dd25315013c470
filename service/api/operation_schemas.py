"""What incidents, running processes and acts on them look like over the wire."""

from marshmallow import Schema, fields, validate

from service.api.schemas import LARGEST_KEY, Page, Reason, key, needed, optional

KINDS = ("", "timer", "step", "message")
STATUSES = ("", "running", "incident", "suspended", "ended")


class IncidentQuery(Page):
    """Which incidents."""

    state = optional(fields.String, "open", validate=validate.OneOf(("open", "resolved"), error="open hoặc resolved."))
    kind = optional(fields.String, "", validate=validate.OneOf(KINDS, error="timer, step hoặc message."))
    process = optional(fields.String, "")


class InstanceQuery(Page):
    """Which running processes."""

    process = optional(fields.String, "")
    version = optional(fields.Integer, 0, validate=validate.Range(min=0, max=LARGEST_KEY, error="Không có số này."))
    status = optional(fields.String, "", validate=validate.OneOf(STATUSES, error="Không có trạng thái này."))
    element = optional(fields.String, "")


class Incident(Schema):
    """An incident in a list."""

    id = fields.Integer()
    kind = fields.String()
    cause = fields.String()
    element_id = fields.String()
    element_name = fields.String()
    process_key = fields.String()
    instance_id = fields.Integer()
    instance_status = fields.String()
    reference = fields.String()
    first_at = fields.AwareDateTime()
    last_at = fields.AwareDateTime()
    count = fields.Integer()
    resolved_at = fields.AwareDateTime(allow_none=True)
    resolution = fields.String(allow_none=True)


class IncidentFacts(Schema):
    """One incident with what the step had read: flags, counters and codes; of other values {"kind", "size"}."""

    incident = fields.Nested(Incident, attribute="row")
    version = fields.Integer()
    expression = fields.String(allow_none=True)
    values = fields.Dict()
    technical_kind = fields.String()
    may_retry = fields.Boolean()
    may_dismiss = fields.Boolean()


class InstanceRow(Schema):
    """A running process in a list."""

    id = fields.Integer()
    process_key = fields.String()
    version = fields.Integer()
    status = fields.String()
    reference = fields.String()
    unit = fields.String()
    steps = fields.List(fields.String())
    incidents = fields.Integer()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)


class MovableToken(Schema):
    """A place where a process stands."""

    id = fields.String()
    element_id = fields.String()
    element_name = fields.String()
    process_name = fields.String()
    count = fields.Integer()


class OpenWork(Schema):
    """Work that waits; the ballots of a vote are one entry."""

    name = fields.String()
    element_id = fields.String()
    who = fields.String()
    holder = fields.String()
    created_at = fields.AwareDateTime()
    count = fields.Integer()


class Timer(Schema):
    """A moment that a process waits for."""

    element_id = fields.String()
    due_at = fields.AwareDateTime()
    attempts = fields.Integer()
    retry_at = fields.AwareDateTime(allow_none=True)
    last_error = fields.String()


class Intervention(Schema):
    """What an administrator did or asked for."""

    id = fields.Integer()
    kind = fields.String()
    state = fields.String()
    reason = fields.String()
    requester = fields.String()
    requested_at = fields.AwareDateTime()
    decider = fields.String()
    decided_at = fields.AwareDateTime(allow_none=True)
    decision_reason = fields.String()
    from_name = fields.String()
    to_name = fields.String()


class InstanceFacts(Schema):
    """A running process as it stands. `revision` is what a request to move names."""

    id = fields.Integer()
    revision = fields.Integer()
    process_key = fields.String(attribute="key")
    version = fields.Integer()
    status = fields.String()
    reference = fields.String()
    unit = fields.String()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    tokens = fields.List(fields.Nested(MovableToken))
    variables = fields.Dict(allow_none=True)
    tasks = fields.List(fields.Nested(OpenWork))
    timers = fields.List(fields.Nested(Timer))
    incidents = fields.List(fields.Nested(Incident))
    interventions = fields.List(fields.Nested(Intervention))


class NewMove(Reason):
    """Which token to which element, on the revision that was read, and why."""

    token_id = needed(fields.String)
    element_id = needed(fields.String)
    revision = key()
