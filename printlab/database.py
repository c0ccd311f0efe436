"""The lab's database: how it is opened, and what a transaction is."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from printlab.errors import Busy, Invalid, Unavailable

__all__ = ["open_engine", "transaction"]

BUSY_TIMEOUT_MS = 15_000
_WRITER_LOCK = 7_416_233
"""The advisory lock that PostgreSQL's one writer holds until its transaction ends."""


def open_engine(database_url: str) -> Engine:
    """Return an engine for SQLite (WAL, foreign keys, waits when busy) or PostgreSQL."""
    url = _parse(database_url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    except ModuleNotFoundError as error:
        raise Unavailable(
            "database-driver-missing",
            "The database driver is not installed; install printlab with its `postgres` extra.",
            {"driver": str(error.name)},
        ) from error


def _parse(database_url: str) -> URL:
    """Return the URL with the driver that printlab's extras install."""
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise Invalid(
            "database-url-malformed", "PRINTLAB_DATABASE_URL is not a database address."
        ) from error
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise Invalid("database-unsupported", "PRINTLAB_DATABASE_URL must be SQLite or PostgreSQL.")
    return url


def _open_sqlite(url: URL) -> Engine:
    """Return an engine whose transactions begin when we say so, not when the driver guesses."""
    engine = create_engine(
        url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set what SQLite forgets between connections."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once as a writer when asked to: an upgrade later can fail however long one waits.

    A deferred transaction that read first gets SQLITE_BUSY_SNAPSHOT on its first write when
    somebody else wrote in between, and no timeout helps. A reader cannot write by mistake.
    """
    writes = connection.get_execution_options().get("printlab_writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Session]:
    """Give one session whose work is committed together, or (reading) thrown away."""
    bind = engine.execution_options(printlab_writes=writes)
    with Session(bind=bind, expire_on_commit=False) as session:
        _begin(session, writes=writes)
        yield session
        if writes:
            session.commit()


def _begin(session: Session, *, writes: bool) -> None:
    """Begin now; a database that is away or busy is a sentence, not a trace."""
    try:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            _begin_postgresql(connection, writes=writes)
    except OperationalError as error:
        if any(word in str(error.orig) for word in ("locked", "lock timeout")):
            raise Busy("database-busy", "The lab is busy; please try again.") from error
        raise Unavailable(
            "database-unreachable", "The lab's database cannot be reached."
        ) from error


def _begin_postgresql(connection: Connection, *, writes: bool) -> None:
    """Give PostgreSQL what SQLite has: one writer at a time, readers that see one moment.

    Services are written for that; a lab's writes are short and few, so it costs nothing, and
    there is neither a lost update nor a deadlock to think of.
    """
    if not writes:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        return
    connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
