"""An opened lab, and the desk at which a service works for somebody."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from printlab.actor import Actor
from printlab.bell import Bell, open_bell
from printlab.database import open_engine, transaction
from printlab.files import Files
from printlab.migrate import check_schema
from printlab.records import LabSetting
from printlab.settings import Settings

__all__ = ["Clock", "Desk", "Lab"]

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Returns this moment, aware, in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a service gets: one transaction, the files, this moment, and who is asking.

    ``bells`` collects the ids of tasks queued at this desk; they ring after the commit.
    """

    session: Session
    files: Files
    now: datetime
    actor: Actor
    lab_settings: Mapping[str, object]
    bells: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A lab that is open for work: database, files, bell, settings and clock."""

    engine: Engine
    files: Files
    bell: Bell
    settings: Settings
    clock: Clock

    @classmethod
    def open(
        cls, settings: Settings, *, clock: Clock | None = None, bell: Bell | None = None
    ) -> "Lab":
        """Open the lab that the settings name; its database must be at this version's schema."""
        engine = open_engine(settings.database_url)
        check_schema(engine)
        return cls(
            engine=engine,
            files=Files(settings.files_url),
            bell=bell if bell is not None else open_bell(settings),
            settings=settings,
            clock=clock if clock is not None else _utc_now,
        )

    def close(self) -> None:
        """Give back all database connections."""
        self.engine.dispose()

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Desk]:
        """Give a desk in the lab's one writing transaction; after its commit the bells ring."""
        with transaction(self.engine, writes=True) as session:
            desk = self._desk(session, actor)
            yield desk
        for task_id in desk.bells:
            self.bell.ring(task_id)

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Desk]:
        """Give a desk that sees one moment of the database and can change nothing."""
        with transaction(self.engine, writes=False) as session:
            yield self._desk(session, actor)

    def _desk(self, session: Session, actor: Actor) -> Desk:
        """Return the desk of one transaction."""
        rows = session.scalars(select(LabSetting)).all()
        return Desk(
            session=session,
            files=self.files,
            now=self.clock(),
            actor=actor,
            lab_settings={row.name: row.value for row in rows},
        )


def _utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)
