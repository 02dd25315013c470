"""Running instances go over to another version of their process: tried out, done, undone."""

from marshmallow import Schema, fields, validate

from service.api.base import Operation, get, write
from service.api.schemas import Body, Reason, key, optional
from workflows.commands import migrating
from workflows.commands.migrating import Wanted
from workflows.queries import crossings

LONGEST_MAPPING = 500


class NewTrial(Body):
    """To which version, and which element of it takes the place of which of the old one."""

    version = key()
    mapping = optional(
        fields.Dict,
        dict,
        keys=fields.String(),
        values=fields.String(),
        validate=validate.Length(max=LONGEST_MAPPING, error="Quá nhiều phần tử."),
    )


class NewMigration(NewTrial, Reason):
    """The same, and why."""


class Obstacle(Schema):
    """What keeps an instance on its version; `suggestions` are ids that a mapping may give."""

    process_id = fields.String()
    element_id = fields.String()
    reason = fields.String()
    suggestions = fields.List(fields.String())


class Carried(Schema):
    """What waits on one element, and where it will wait."""

    process_id = fields.String()
    element_id = fields.String()
    new_process_id = fields.String()
    new_element_id = fields.String()


class Trial(Schema):
    """What would become of an instance. `added` and `removed` are boundary events by id."""

    instance_id = fields.Integer()
    can_go = fields.Boolean()
    obstacles = fields.List(fields.Nested(Obstacle))
    carried = fields.List(fields.Nested(Carried), attribute="plan.carried")
    added = fields.List(fields.String(), attribute="plan.added")
    removed = fields.List(fields.String(), attribute="plan.removed")


class Migration(Schema):
    """An instance that went over."""

    id = fields.Integer()
    instance_id = fields.Integer()
    from_version = fields.Integer()
    to_version = fields.Integer()
    reason = fields.String()
    migrated_at = fields.AwareDateTime()
    undone_at = fields.AwareDateTime(allow_none=True)
    may_undo = fields.Boolean()


@get("/instances/<int:instance_id>/migrations", Operation("Các lần chuyển phiên bản", Migration, many=True))
def list_migrations(session, actor, _query, instance_id):
    return crossings.migrations(session, actor, instance_id)


@write(
    "POST",
    "/instances/<int:instance_id>/migration-trials",
    Operation("Thử chuyển phiên bản, không đổi gì", Trial, body=NewTrial),
)
def try_migration(session, actor, body, instance_id):
    return migrating.try_out(session, actor, instance_id, _wanted(session, actor, instance_id, body))


@write(
    "POST",
    "/instances/<int:instance_id>/migrations",
    Operation("Chuyển sang phiên bản khác của quy trình", Migration, body=NewMigration, status=201),
)
def migrate_instance(session, actor, body, instance_id):
    wanted = _wanted(session, actor, instance_id, body)
    made = migrating.migrate(session, actor, instance_id, wanted, body["reason"])
    return crossings.migration(session, actor, made.id)


@write("POST", "/migrations/<int:migration_id>/undo", Operation("Hoàn tác chuyển phiên bản", Migration, body=Reason))
def undo_migration(session, actor, body, migration_id):
    migrating.undo(session, actor, migration_id, body["reason"])
    session.flush()  # the answer reads what was just done
    return crossings.migration(session, actor, migration_id)


def _wanted(session, actor, instance_id, body):
    key_ = crossings.process_key(session, actor, instance_id)
    return Wanted(crossings.definition_id(session, actor, key_, body["version"]), body["mapping"])
