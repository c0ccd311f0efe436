"""A lab for tests: the example lab file, people of every role, a clock that is set by hand."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.database import open_engine
from printlab.handlers import HANDLERS
from printlab.lab import Lab
from printlab.labfile import read_lab_file
from printlab.migrate import upgrade
from printlab.records import Group, Organisation, Station, Task
from printlab.services import accounts, lab_load, plans, submissions, uploads
from printlab.services.plan_view import PlanView
from printlab.settings import Settings
from printlab.worker import Worker
from tests.known_parts import cube, stl_bytes

ROOT = Path(__file__).resolve().parents[2]
MONDAY = dt.datetime(2027, 2, 1, 7, 0, tzinfo=dt.UTC)
"""A Monday in winter, 08:00 in Amsterdam: the example lab has just opened."""

PASSWORD = "a long enough password"
SECOND_COMPANY = "Other Precision BV"
CUBE = stl_bytes(cube(10.0).triangles)

PEOPLE = {
    "student": ("student", "college", "AM3"),
    "classmate": ("student", "college", "AM3"),
    "stranger": ("student", "college", "GRAD"),
    "teacher": ("teacher", "college", "AM3"),
    "other-teacher": ("teacher", "college", "GRAD"),
    "company": ("company", "company", None),
    "colleague": ("company", "company", None),
    "rival": ("company", "rival", None),
    "operator": ("operator", "lab", None),
    "manager": ("manager", "lab", None),
    "admin": ("admin", "lab", None),
}
"""Role, organisation and group of each person."""


@dataclass(slots=True)
class HandSetClock:
    """A clock that stands still until a test moves it."""

    now: dt.datetime = MONDAY

    def __call__(self) -> dt.datetime:
        """Return the moment it was set to."""
        return self.now

    def forward(self, **amount: float) -> None:
        """Move on, by ``hours=2`` for example."""
        self.now += dt.timedelta(**amount)


@dataclass(slots=True)
class Workshop:
    """An open lab with the things tests do in it all the time."""

    lab: Lab
    clock: HandSetClock
    people: dict[str, Actor] = field(default_factory=dict)

    @classmethod
    def open(cls, home: Path) -> Workshop:
        """Open the lab in a folder that :func:`found` made."""
        clock = HandSetClock()
        shop = cls(
            lab=Lab.open(Settings.in_folder(home), clock=clock, bell=SilentBell()), clock=clock
        )
        with shop.lab.read(Actor.system()) as desk:
            for name in PEOPLE:
                user = accounts.find_user_by_email(desk, f"{name}@example.org")
                assert user is not None
                shop.people[name] = accounts.actor_for(desk, user.id)
        return shop

    def form(self, who: str, /, **changes: str) -> dict[str, str]:
        """Return a form that is right for this person."""
        given = {
            "material_id": "316L",
            "quantity": "2",
            "needed_by": "2027-02-15",
            "group_id": next(iter(self.people[who].group_ids), ""),
        }
        return given | changes

    def upload(self, who: str, content: bytes = CUBE, /, **changes: str) -> str:
        """Hand a part in and return its submission's id."""
        form = self.form(who, **changes)
        return uploads.upload(
            self.lab, self.people[who], form, file_name="cube.stl", content=content
        )

    def print_only(self) -> None:
        """Take the stations out of use, so that parts are ready when they are off the machine."""
        with self.lab.write(Actor.system()) as desk:
            for station in desk.session.scalars(select(Station)):
                station.active = False

    def work(self) -> list[str]:
        """Do all waiting tasks and return how each ended."""
        worker = Worker(lab=self.lab, handlers=HANDLERS, name="test")
        with self.lab.read(Actor.system()) as desk:
            waiting = select(Task.id).where(Task.state == "queued").order_by(Task.created_at)
            ids = desk.session.scalars(waiting).all()
        return [worker.run(task_id) for task_id in ids]

    def approve(
        self, submission_id: str, owner: str = "student", *, knows_errors: bool = False
    ) -> str:
        """Submit a checked part, approve it, and return its job's id."""
        with self.lab.write(self.people[owner]) as desk:
            submissions.submit(desk, submission_id, knows_errors=knows_errors)
        with self.lab.write(self.people["manager"]) as desk:
            return submissions.approve(desk, submission_id, knows_errors=knows_errors).id

    def propose(self, time_limit_s: float = 0.5) -> tuple[str, str]:
        """Ask for a plan, make it, and return its task's id and how that ended."""
        with self.lab.write(self.people["manager"]) as desk:
            task_id = plans.request_plan(desk, time_limit_s).id
        (ended,) = self.work()
        return task_id, ended

    def publish(self) -> PlanView:
        """Make a plan and publish it."""
        assert self.propose()[1] == "done"
        with self.lab.write(self.people["manager"]) as desk:
            proposal = plans.proposed(desk)
            assert proposal is not None
            return plans.publish(desk, proposal.id)


def found(home: Path) -> None:
    """Make a lab in a folder: the example lab file and the people."""
    settings = Settings.in_folder(home)
    home.mkdir(parents=True)
    engine = open_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    lab = Lab.open(settings, clock=HandSetClock(), bell=SilentBell())
    with lab.write(Actor.system()) as desk:
        lab_load.load(desk, read_lab_file(ROOT / "examples" / "lab.toml"))
        desk.session.add(Organisation(name=SECOND_COMPANY, kind="company"))
        desk.session.flush()
        rows = desk.session.scalars(select(Organisation)).all()
        organisations = {row.kind: row.id for row in rows if row.name != SECOND_COMPANY}
        organisations["rival"] = next(row.id for row in rows if row.name == SECOND_COMPANY)
        groups = {group.code: group.id for group in desk.session.scalars(select(Group))}
        for name, (role, organisation, group) in PEOPLE.items():
            user = accounts.create_user(desk, email=f"{name}@example.org", name=name.title())
            group_id = None if group is None else groups[group]
            accounts.add_membership(desk, user.id, role, organisations[organisation], group_id)
    lab.close()


def copied(template: Path, home: Path) -> Workshop:
    """Open a copy of a lab; the template stays as it is."""
    shutil.copytree(template, home)
    return Workshop.open(home)
