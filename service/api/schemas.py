"""What goes over the wire. Field names are English; messages and titles are Vietnamese."""

from typing import Any

from marshmallow import Schema, fields, validate

WRONG = "Giá trị không đúng kiểu."
MESSAGES: dict[str, Any] = {
    "required": "Thiếu trường này.",
    "null": "Trường này không được trống.",
    "invalid": WRONG,
    "too_large": WRONG,
}
LARGEST_KEY = 2**63 - 1
LAST_PAGE = 1_000_000


class Body(Schema):
    """What a request may hold, with Vietnamese messages."""

    error_messages = {"unknown": "Không có trường này.", "type": WRONG}  # noqa: RUF012 - marshmallow's own shape


def needed(kind: type[fields.Field], *arguments: Any, **options: Any) -> fields.Field:
    """Return a required field with Vietnamese messages."""
    return kind(*arguments, required=True, error_messages=MESSAGES, **options)


def optional(kind: type[fields.Field], default: Any, **options: Any) -> fields.Field:
    """Return a field that is `default` where nothing is given, with Vietnamese messages."""
    return kind(load_default=default, allow_none=default is None, error_messages=MESSAGES, **options)


def key(**options: Any) -> fields.Field:
    """Return a required number that names a row."""
    in_range = validate.Range(min=0, max=LARGEST_KEY, error="Không có số này.")
    return needed(fields.Integer, strict=True, validate=in_range, **options)


class Unit(Schema):
    """A unit that may submit."""

    id = fields.Integer()
    name = fields.String()


class Offer(Schema):
    """An award that a campaign offers."""

    id = fields.Integer()
    title = fields.String()
    kinds = fields.List(fields.String())
    units = fields.List(fields.Nested(Unit))
    notes = fields.List(fields.String())
    closed = fields.String(metadata={"description": "Vì sao không mở hồ sơ được; trống nếu mở được."})
    simplified = fields.String(metadata={"description": "Khi nào dùng thủ tục đơn giản; trống nếu là quy trình khác."})


class Campaign(Schema):
    """A campaign with its offers."""

    key = fields.String()
    name = fields.String()
    plan_number = fields.String()
    years = fields.String()
    offers = fields.List(fields.Nested(Offer))


class DossierRow(Schema):
    """A dossier in a list."""

    reference = fields.String()
    campaign = fields.String()
    award = fields.String()
    unit = fields.String()
    status = fields.String()
    stage = fields.String()
    due_at = fields.AwareDateTime(allow_none=True)
    submitted_at = fields.AwareDateTime(allow_none=True)


class Nominee(Schema):
    """A nominee of a dossier."""

    id = fields.Integer()
    number = fields.Integer()
    kind = fields.String()
    name = fields.String()
    appraisal = fields.String()
    result = fields.String()
    result_reason = fields.String(allow_none=True)
    version = fields.Integer()
    details = fields.Dict()


class File(Schema):
    """A file of a dossier."""

    id = fields.Integer()
    paper = fields.String()
    nominee_id = fields.Integer(allow_none=True)
    file_name = fields.String()
    media_type = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()
    uploaded_by = fields.String()
    uploaded_at = fields.AwareDateTime()


class Token(Schema):
    """Where a token of the process stands."""

    process = fields.String()
    element = fields.String()
    path = fields.List(fields.String())


class Instance(Schema):
    """The running process of a dossier."""

    id = fields.Integer()
    process = fields.String()
    version = fields.Integer()
    status = fields.String()
    tokens = fields.List(fields.Nested(Token))
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    end_event = fields.String(allow_none=True)


class Dossier(DossierRow):
    """A dossier with what it holds."""

    content = fields.Dict()
    content_revision = fields.Integer()
    return_reason = fields.String(allow_none=True)
    nominees = fields.List(fields.Nested(Nominee))
    documents = fields.List(fields.Nested(File))
    instances = fields.List(fields.Nested(Instance))


class TaskRow(Schema):
    """A task in a list."""

    id = fields.Integer()
    name = fields.String()
    element_id = fields.String()
    reference = fields.String()
    campaign = fields.String()
    offer = fields.String()
    unit = fields.String()
    stage = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    days_left = fields.Integer(allow_none=True, metadata={"description": "Số ngày làm việc còn lại; âm: quá hạn."})
    holder = fields.String(allow_none=True)
    is_mine = fields.Boolean()


class Question(Schema):
    """A question of a form."""

    name = fields.String()
    kind = fields.String()
    label = fields.String()
    required = fields.Boolean()


class Task(Schema):
    """A task with what it asks."""

    id = fields.Integer()
    name = fields.String()
    element_id = fields.String()
    reference = fields.String()
    form_key = fields.String()
    outcomes = fields.List(fields.String())
    is_open = fields.Boolean()
    holder = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    questions = fields.List(fields.Nested(Question))
    rows = fields.Dict(metadata={"description": "Các hàng có sẵn của biểu mẫu: danh sách → [{row, label}]."})


class Entry(Schema):
    """A line of the register of awards."""

    id = fields.Integer()
    name = fields.String()
    kind = fields.String()
    award = fields.String()
    campaign = fields.String()
    unit = fields.String()
    decision_number = fields.String(allow_none=True)
    decided_on = fields.Date()
    book_number = fields.Integer()
    revoked_at = fields.AwareDateTime(allow_none=True)


class Page(Body):
    """Which page of a list."""

    page = optional(
        fields.Integer, 1, validate=validate.Range(min=1, max=LAST_PAGE, error=f"Trang tính từ 1 đến {LAST_PAGE}.")
    )


class DossierQuery(Page):
    """Which dossiers."""

    status = optional(fields.String, "")


class TaskQuery(Page):
    """Which tasks: the same words as in the address of the inbox."""

    view = optional(fields.String, "mine")
    campaign = optional(fields.String, "")
    award = optional(fields.String, "")
    step = optional(fields.String, "")
    due = optional(fields.String, "")
    sort = optional(fields.String, "due")


class RegisterQuery(Page):
    """Which lines of the register: words of a name, with or without accents."""

    q = optional(fields.String, "", validate=validate.Length(max=200, error="Dài quá 200 ký tự."))


class NewDossier(Body):
    """What a dossier is started with."""

    offer_id = key()
    unit_id = key()


class Answers(Body):
    """Answers of a page, built on a revision."""

    answers = needed(fields.Dict)
    revision = key()


class Reason(Body):
    """Why."""

    reason = needed(fields.String)


class NewNominee(Body):
    """A nominee to be added."""

    kind = needed(fields.String)
    answers = needed(fields.Dict)


class ChangedNominee(Body):
    """A nominee to be changed; `version` is the one that was read."""

    answers = needed(fields.Dict)
    version = key()


class Version(Body):
    """The version that was read."""

    version = key()


class Completion(Body):
    """How a task is finished."""

    outcome = optional(fields.String, None)
    answers = optional(fields.Dict, dict)


class SavedPage(Schema):
    """A saved page: kept in any case; `errors` must be mended before submission."""

    revision = fields.Integer()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class SavedNominee(Schema):
    """A saved nominee: kept in any case; `errors` must be mended before submission."""

    id = fields.Integer()
    version = fields.Integer()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class Problem(Schema):
    """RFC 9457."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    request_id = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
