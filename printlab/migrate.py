"""Bring a database to the schema this version needs, and know whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from printlab.errors import SchemaOutdated, Unavailable

__all__ = ["check_schema", "current_revision", "downgrade", "head_revision", "upgrade"]


def configuration(engine: Engine | None = None) -> Config:
    """Return Alembic's configuration for the migrations inside this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["engine"] = engine
    return config


def head_revision() -> str:
    """Return the newest revision that this version of printlab carries."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    if head is None:
        raise SchemaOutdated("migrations-missing", "This installation carries no migrations.")
    return head


def current_revision(engine: Engine) -> str | None:
    """Return the revision the database is at, or None for an empty database."""
    try:
        with engine.execution_options(printlab_writes=False).connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise Unavailable(
            "database-unreachable", "The lab's database cannot be reached."
        ) from error


def check_schema(engine: Engine) -> None:
    """Refuse a database that is not at this version's schema, with what to do about it."""
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and not Path(path).is_file():
        raise SchemaOutdated(
            "lab-missing",
            f"There is no lab at {path}; run `printlab lab init`, or set PRINTLAB_HOME.",
            {"path": path},
        )
    current, head = current_revision(engine), head_revision()
    if current != head:
        what = "is not prepared" if current is None else "belongs to another version of printlab"
        raise SchemaOutdated(
            "schema-outdated",
            f"The lab's database {what}; run `printlab lab init`.",
            {"current": current or "", "head": head},
        )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to a revision; nothing happens when the database is there."""
    try:
        command.upgrade(configuration(engine), revision)
    except CommandError as error:
        raise SchemaOutdated(
            "schema-unknown",
            "The lab's database was made by a version of printlab that this one does not know.",
        ) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Run the migrations down to a revision (``base`` empties the database)."""
    command.downgrade(configuration(engine), revision)
