"""The migrations lead to exactly the schema that the records describe, and back."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from printlab.database import open_engine
from printlab.errors import SchemaOutdated, Unavailable
from printlab.lab import Lab
from printlab.migrate import check_schema, current_revision, downgrade, head_revision, upgrade
from printlab.records import Base
from printlab.settings import Settings


def checks(engine: Engine) -> dict[str, set[tuple[str | None, str]]]:
    """Return every table's CHECK constraints, which autogenerate does not compare."""
    inspector = inspect(engine)
    return {
        name: {
            (check["name"], " ".join(check["sqltext"].split()))
            for check in inspector.get_check_constraints(name)
        }
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }


def test_records_and_migrations_agree(any_settings: Settings) -> None:
    """Autogenerate finds nothing to do after the last migration."""
    engine = open_engine(any_settings.database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )

        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_checks_agree_too(settings: Settings, tmp_path: Path) -> None:
    """The migrated database has the same CHECK constraints as the records ask for."""
    migrated = open_engine(settings.database_url)
    made = open_engine(f"sqlite:///{tmp_path / 'made.sqlite'}")
    Base.metadata.create_all(made)

    assert checks(migrated) == checks(made)
    migrated.dispose()
    made.dispose()


def test_down_and_up_again(any_settings: Settings) -> None:
    """Downgrading to nothing leaves nothing, and upgrading again comes to the head."""
    engine = open_engine(any_settings.database_url)

    downgrade(engine, "base")
    assert current_revision(engine) is None
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}

    upgrade(engine)
    assert current_revision(engine) == head_revision()
    engine.dispose()


def test_upgrading_twice_changes_nothing(settings: Settings) -> None:
    """A database at the head stays as it is."""
    engine = open_engine(settings.database_url)

    upgrade(engine)

    check_schema(engine)
    engine.dispose()


def test_a_lab_that_was_never_founded_is_not_opened(tmp_path: Path) -> None:
    """The sentence says what to run, and looking leaves no empty database behind."""
    with pytest.raises(SchemaOutdated, match="run `printlab lab init`") as caught:
        Lab.open(Settings.in_folder(tmp_path))

    assert caught.value.code == "lab-missing"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_not_opened(tmp_path: Path) -> None:
    """A database without a schema is told from a missing one."""
    (tmp_path / "lab.sqlite").touch()
    with pytest.raises(SchemaOutdated, match="not prepared"):
        Lab.open(Settings.in_folder(tmp_path))


def test_a_lab_of_another_version_is_not_opened(settings: Settings) -> None:
    """A database below the head is told apart from an empty one."""
    engine = open_engine(settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    engine.dispose()

    with pytest.raises(SchemaOutdated, match="another version"):
        Lab.open(settings)


def test_a_lab_of_the_future_is_not_touched(settings: Settings) -> None:
    """A revision that this version does not know is told so instead of guessed at."""
    engine = open_engine(settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'newer'")

    with pytest.raises(SchemaOutdated, match="does not know"):
        upgrade(engine)
    engine.dispose()


def test_a_database_that_is_away_is_a_sentence(tmp_path: Path) -> None:
    """A folder that does not exist is told as a database that cannot be reached."""
    with pytest.raises(Unavailable, match="cannot be reached"):
        current_revision(open_engine(f"sqlite:///{tmp_path / 'no' / 'lab.sqlite'}"))
