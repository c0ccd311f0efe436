"""What a transaction of the lab is."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from printlab.actor import Actor
from printlab.database import open_engine, transaction
from printlab.errors import Busy, Invalid, Unavailable
from printlab.lab import Lab
from printlab.records import NumberSeries, Organisation
from printlab.settings import Settings


def test_sqlite_is_prepared(settings: Settings) -> None:
    """Every connection has a write-ahead log, foreign keys, full syncs and patience."""
    engine = open_engine(settings.database_url)
    pragmas = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
    with transaction(engine, writes=False) as session:
        found = [session.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]

    assert found == ["wal", 1, 2, 15000]
    engine.dispose()


def test_writers_wait_for_each_other(any_lab: Lab, system: Actor) -> None:
    """Sixty read-then-write transactions on four threads lose no update and never fail."""
    with any_lab.write(system) as desk:
        desk.session.add(NumberSeries(prefix="T", last=0))

    def count() -> None:
        for _ in range(15):
            with any_lab.write(system) as desk:
                row = desk.session.get_one(NumberSeries, "T", with_for_update=True)
                row.last += 1

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with any_lab.read(system) as desk:
        assert desk.session.get_one(NumberSeries, "T").last == 60


def test_a_reader_cannot_write(any_lab: Lab, system: Actor) -> None:
    """A reading desk refuses changes instead of losing them silently."""
    with any_lab.read(system) as desk:
        desk.session.add(Organisation(name="x", kind="lab"))

        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            desk.session.flush()


def test_a_writer_after_a_reader_can_write(any_lab: Lab, system: Actor) -> None:
    """Being read-only ends with the reader, though the connection is used again."""
    for _ in range(3):
        with any_lab.read(system) as desk:
            assert desk.session.scalars(select(NumberSeries)).all() == []
    with any_lab.write(system) as desk:
        desk.session.add(Organisation(name="x", kind="lab"))


def test_an_error_undoes_everything(any_lab: Lab, system: Actor) -> None:
    """Nothing of a transaction that failed is there afterwards."""

    def add_and_fail() -> None:
        with any_lab.write(system) as desk:
            desk.session.add(Organisation(name="x", kind="lab"))
            desk.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()

    with any_lab.read(system) as desk:
        assert desk.session.scalars(select(Organisation)).all() == []


@pytest.mark.parametrize(
    ("url", "code"),
    [("nonsense", "database-url-malformed"), ("mysql://x/y", "database-unsupported")],
)
def test_an_address_we_cannot_use_is_refused(url: str, code: str) -> None:
    """Only SQLite and PostgreSQL are lab databases."""
    with pytest.raises(Invalid) as caught:
        open_engine(url)

    assert caught.value.code == code


def test_a_server_that_is_away_is_a_sentence(tmp_path: Path) -> None:
    """A database that cannot be reached is one sentence, not a trace."""
    engine = open_engine(f"sqlite:///{tmp_path / 'no' / 'lab.sqlite'}")
    with (
        pytest.raises(Unavailable, match="cannot be reached"),
        transaction(engine, writes=True),
    ):
        pass


def test_a_lab_that_stays_busy_is_a_sentence(any_lab: Lab, any_settings: Settings) -> None:
    """A writer that waited in vain is told that the lab is busy, and may try again."""
    hurried = open_engine(any_settings.database_url)
    if hurried.dialect.name == "sqlite":
        event.listen(
            hurried, "connect", lambda link, _: link.execute("PRAGMA busy_timeout = 100").close()
        )
    with (
        any_lab.write(Actor.system()),
        pytest.raises(Busy, match="try again"),
        transaction(hurried, writes=True),
    ):
        pass
    hurried.dispose()
