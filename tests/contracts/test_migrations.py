"""The migrations make the tables that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from workflows.db import Base, make_engine
from workflows.migrations import configuration, newest, revision_of, upgrade


def test_there_is_one_newest_migration():
    assert ScriptDirectory.from_config(configuration()).get_heads() == [newest()]


def test_a_migrated_database_equals_the_models(blank_database_url):
    engine = make_engine(blank_database_url)
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert revision_of(connection) == newest()
    engine.dispose()


def test_migrating_again_changes_nothing(blank_database_url):
    engine = make_engine(blank_database_url)
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert revision_of(connection) == newest()
    engine.dispose()
