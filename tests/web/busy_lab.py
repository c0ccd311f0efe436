"""A lab in the middle of a week: people, machines, work in every state, a published plan.

It stands still at 13:05 on Wednesday 25 November 2026, local time. Rows are written as records,
so that pages are tested against the lab's own database and services, in moments.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.database import open_engine
from printlab.lab import Lab
from printlab.migrate import upgrade
from printlab.records import Base, Organisation
from printlab.settings import Settings
from tests.web.busy_paths import toolpaths
from tests.web.busy_shop import NOW, closed, people, shop
from tests.web.busy_work import RESULT, plans, work

SECRET_KEY = "a key for tests only"


def open_busy_lab(folder: Path) -> Lab:
    """Make the lab in a folder and open it at its moment."""
    settings = Settings.from_environ(
        {"PRINTLAB_HOME": str(folder), "PRINTLAB_SECRET_KEY": SECRET_KEY}
    )
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    lab = Lab.open(settings, clock=lambda: NOW, bell=SilentBell())
    lab.files.put(RESULT)
    with lab.write(Actor.system()) as desk:
        for rows in (people(), shop(), work(), plans(), toolpaths(lab.files)):
            _add(desk.session, rows)
        _add(desk.session, closed(desk.session.get_one(Organisation, "rival")))
    return lab


def _add(session: Session, rows: Sequence[Base]) -> None:
    """Add rows one by one, so that each finds what it refers to."""
    for row in rows:
        session.add(row)
        session.flush()
