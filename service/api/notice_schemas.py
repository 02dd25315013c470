"""What notices, wishes about mail, and letters look like over the wire."""

from marshmallow import Schema, fields, validate

from service.api.schemas import MESSAGES, Body, Page, key, needed, optional
from workflows.queries.letters import STATES
from workflows.rules.mail_times import WISHES
from workflows.rules.notice_groups import GROUPS


class NoticeQuery(Page):
    """Which notices."""

    unread = optional(fields.Boolean, False)


class Notice(Schema):
    """One notice."""

    id = fields.Integer()
    kind = fields.String()
    subject = fields.String()
    body = fields.String()
    link = fields.String(allow_none=True, metadata={"description": "Địa chỉ trong hệ thống, bắt đầu bằng “/”."})
    is_duty = fields.Boolean()
    created_at = fields.AwareDateTime()
    read_at = fields.AwareDateTime(allow_none=True)


class UpTo(Body):
    """Up to which notice all were seen."""

    newest_id = key()


class Marked(Schema):
    """How many were marked."""

    marked = fields.Integer()


class Leave(Schema):
    """Days of leave, both included."""

    id = fields.Integer()
    first_day = fields.Date()
    last_day = fields.Date()


class NewLeave(Body):
    """Days of leave to be added, both included."""

    first_day = needed(fields.Date)
    last_day = needed(fields.Date)


class Wishes(Schema):
    """How one wants mail."""

    address = fields.String(allow_none=True)
    mail = fields.String()
    quiet_days_off = fields.Boolean()
    muted = fields.Function(lambda found: sorted(found.muted))
    groups = fields.List(fields.String(), metadata={"description": "Những loại thư có thể ngừng nhận."})
    leaves = fields.List(fields.Nested(Leave))


class NewWishes(Body):
    """How one wants mail from now on."""

    mail = needed(fields.String, validate=validate.OneOf(WISHES, error="at_once, hourly hoặc daily."))
    quiet_days_off = needed(fields.Boolean)
    muted = needed(
        fields.List,
        fields.String(error_messages=MESSAGES, validate=validate.OneOf(tuple(GROUPS), error="Không có loại này.")),
    )


class LetterQuery(Page):
    """Which letters; without a state those that have not arrived."""

    state = optional(fields.String, "", validate=validate.OneOf(("", *STATES), error="Không có trạng thái này."))


class Letter(Schema):
    """A letter in a list; what it says is not told."""

    id = fields.Integer()
    kind = fields.String()
    subject = fields.String()
    recipient = fields.String()
    state = fields.String()
    fault = fields.String(allow_none=True)
    attempts = fields.Integer()
    created_at = fields.AwareDateTime()
    next_attempt_at = fields.AwareDateTime(allow_none=True)
    sent_at = fields.AwareDateTime(allow_none=True)


class Resending(Schema):
    """Who sent a letter again, and in what state it was."""

    at = fields.AwareDateTime()
    by = fields.String()
    state = fields.String()


class LetterFacts(Schema):
    """One letter with what the mail server said of it."""

    letter = fields.Nested(Letter, attribute="row")
    address = fields.String(allow_none=True)
    last_error = fields.String(allow_none=True)
    is_duty = fields.Boolean()
    may_go_again = fields.Boolean()
    may_arrive_twice = fields.Boolean()
    resendings = fields.List(fields.Nested(Resending))


class Seen(Body):
    """In which state the letter was seen: it is sent again only while it is in that state."""

    state = needed(fields.String, validate=validate.OneOf(STATES, error="Không có trạng thái này."))
