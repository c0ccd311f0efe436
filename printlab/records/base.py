"""What every record shares: naming of constraints, string ids, UTC times, file references."""

import secrets
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Float,
    Index,
    MetaData,
    String,
    Time,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = [
    "Base",
    "FileReference",
    "JsonObject",
    "Record",
    "UtcDateTime",
    "new_id",
    "one_of",
    "only_one",
]

JsonObject = dict[str, Any]
"""A JSON object as stored: keys are text, values whatever JSON holds."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ID_LENGTH = 16


def new_id() -> str:
    """Return a fresh id: 16 characters of Crockford's base 32, 80 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def utc_now() -> datetime:
    """Return this moment in UTC; the default of ``created_at`` only."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in and out, stored as naive UTC on every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive time is a bug of the caller, for nobody knows which clock it is."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time must say its time zone"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time as aware UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class FileReference(TypeDecorator[str]):
    """The SHA-256 of a stored file; the sweeper keeps every file that such a column names."""

    impl = String(64)
    cache_ok = True


class Base(DeclarativeBase):
    """Root of all records; one naming convention, so that migrations can name constraints."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        datetime: UtcDateTime(),
        date: Date(),
        time: Time(),
        float: Float(),
        JsonObject: JSON(),
        list[Any]: JSON(),
    }


class Record(Base):
    """A row with an id of its own and the moment it was made."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=-1)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Return the constraint that a column holds one of a few words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


def only_one(name: str, *columns: str, where: str) -> Index:
    """Return the index by which at most one row ``where`` something holds has these values."""
    condition = text(where)
    return Index(
        f"only_one_{name}",
        *columns,
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )
