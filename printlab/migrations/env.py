"""Run migrations on the engine that :mod:`printlab.migrate` hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import Engine

from printlab.records import Base, FileReference, UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database: migrations know no code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, FileReference):
        return "sa.String(length=64)"
    return False


def run(engine: Engine) -> None:
    """Run the asked migrations in one transaction."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run(context.config.attributes["engine"])
