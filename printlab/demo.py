"""``python -m printlab.demo``: a lab to look around in, filled through the services users use.

Only ``make run`` starts it, for a lab on this machine's own address. Running it again keeps what
is there: every step looks first whether it has been taken.
"""

import argparse
import datetime as dt
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.errors import PrintlabError, Unavailable
from printlab.founding import found
from printlab.handlers import HANDLERS
from printlab.lab import Desk, Lab
from printlab.labfile import read_lab_file
from printlab.records import Group, Organisation, Task
from printlab.services import accounts, lab_load, plans, quotes, submissions, uploads
from printlab.settings import Settings
from printlab.worker import Worker

__all__ = ["DEMO_PASSWORD", "PEOPLE", "main", "prepare"]

DEMO_PASSWORD: Final = "printlab-demo"  # noqa: S105 (printed on the screen by `make run`)
EXAMPLES: Final = Path(__file__).resolve().parents[1] / "examples"
_PLAN_S: Final = 3.0

PEOPLE: Final[Mapping[str, str]] = {
    "student": "Sam Student",
    "teacher": "Tessa Teacher",
    "operator": "Otis Operator",
    "manager": "Mila Manager",
    "company": "Cas Company",
    "admin": "Ada Admin",
}
"""Who can sign in, as role@example.org."""

_ORGANISATION_OF: Final = {"student": "college", "teacher": "college", "company": "company"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One part that somebody of the demo hands in, and how far it has come."""

    file: str
    role: str
    material: str
    quantity: int
    days: int
    note: str
    then: str


WISHES: Final = (
    Wish(
        file="bracket.stl",
        role="student",
        material="316L",
        quantity=4,
        days=14,
        note="For the gripper of project 3.",
        then="approve",
    ),
    Wish(
        file="nozzle.stl",
        role="student",
        material="IN718",
        quantity=2,
        days=21,
        note="The inner channel must stay open.",
        then="approve",
    ),
    Wish(
        file="lattice.stl",
        role="student",
        material="Ti6Al4V",
        quantity=3,
        days=10,
        note="Compression test.",
        then="approve",
    ),
    Wish(
        file="faulty-bracket.stl",
        role="student",
        material="316L",
        quantity=1,
        days=12,
        note="Is this good enough?",
        then="send-back",
    ),
    Wish(
        file="bracket.stl",
        role="company",
        material="AlSi10Mg",
        quantity=10,
        days=18,
        note="First series.",
        then="order",
    ),
    Wish(
        file="bracket.stl",
        role="student",
        material="1.2709",
        quantity=1,
        days=25,
        note="Same part in tool steel.",
        then="submit",
    ),
)


def main() -> int:
    """Prepare the demo lab and print where it is and who can sign in."""
    parser = argparse.ArgumentParser(prog="python -m printlab.demo", description=main.__doc__)
    parser.add_argument("--home", type=Path, required=True, help="The lab's folder.")
    parser.add_argument("--port", type=int, default=8000, help="Where it will be served.")
    given = parser.parse_args()
    try:
        _require_free(given.port)
        prepare(Settings.in_folder(given.home))
    except PrintlabError as error:
        print(f"printlab: {error.message}", file=sys.stderr)  # noqa: T201 (a command's own voice)
        return error.exit_code
    print(_welcome(given.port))  # noqa: T201
    return 0


def prepare(settings: Settings, *, with_parts: bool = True) -> None:
    """Make the lab, its people and its first plan, as far as they are not there yet.

    Without parts the lab has machines, materials and people, and nothing to do.
    """
    found(settings)
    lab = Lab.open(settings, bell=SilentBell())
    try:
        people = _people(lab)
        if not with_parts:
            return
        with lab.read(people["manager"]) as desk:
            if plans.current(desk) is not None:
                return
        ids = {wish: _hand_in(lab, people[wish.role], wish) for wish in WISHES}
        _work_off(lab)
        for wish, submission_id in ids.items():
            _go_on(lab, people, wish, submission_id)
        _plan(lab, people["manager"])
    finally:
        lab.close()


def _people(lab: Lab) -> dict[str, Actor]:
    """Load the example lab and make its people, once."""
    with lab.write(Actor.system()) as desk:
        if accounts.find_user_by_email(desk, "manager@example.org") is None:
            lab_load.load(desk, read_lab_file(EXAMPLES / "lab.toml"))
            for role, name in PEOPLE.items():
                _make_person(desk, role, name)
        users = {role: accounts.find_user_by_email(desk, f"{role}@example.org") for role in PEOPLE}
        return {role: accounts.actor_for(desk, user.id) for role, user in users.items() if user}


def _make_person(desk: Desk, role: str, name: str) -> None:
    kind = _ORGANISATION_OF.get(role, "lab")
    organisation = desk.session.scalars(select(Organisation).filter_by(kind=kind)).one()
    group = desk.session.scalar(
        select(Group).filter_by(organisation_id=organisation.id, code="AM3")
    )
    user = accounts.create_user(
        desk, email=f"{role}@example.org", name=name, language="en", password=DEMO_PASSWORD
    )
    group_id = group.id if group else None
    accounts.add_membership(desk, user.id, role, organisation.id, group_id)


def _hand_in(lab: Lab, actor: Actor, wish: Wish) -> str:
    path = EXAMPLES / "parts" / wish.file
    if not path.is_file():
        raise Unavailable("example-missing", f"The example part {path} is not there.")
    day = lab.clock().date() + dt.timedelta(days=wish.days)
    form = {
        "material_id": wish.material,
        "quantity": str(wish.quantity),
        "needed_by": day.isoformat(),
        "group_id": next(iter(actor.group_ids), ""),
        "note": wish.note,
        "idempotency_key": f"demo:{wish.material}:{wish.file}",
    }
    return uploads.upload(lab, actor, form, file_name=wish.file, content=path.read_bytes())


def _work_off(lab: Lab) -> None:
    """Do the tasks that are waiting, here and now, as a worker does them."""
    worker = Worker(lab=lab, handlers=HANDLERS, name="demo")
    with lab.read(Actor.system()) as desk:
        waiting = select(Task.id).where(Task.state == "queued").order_by(Task.created_at)
        ids = desk.session.scalars(waiting).all()
    for task_id in ids:
        worker.run(task_id)


def _go_on(lab: Lab, people: Mapping[str, Actor], wish: Wish, submission_id: str) -> None:
    """Take a checked part as far as its wish says."""
    with lab.write(people[wish.role]) as desk:
        if submissions.get(desk, submission_id).state != "draft":
            return
        if wish.then == "order":
            quotes.accept(desk, quotes.offer(desk, submission_id).id, "PO-2026-117")
            return
        submissions.submit(desk, submission_id, knows_errors=True)
    with lab.write(people["manager"]) as desk:
        if wish.then == "approve":
            submissions.approve(desk, submission_id)
        elif wish.then == "send-back":
            reason = "Please mend what the report lists first, then hand it in again."
            submissions.send_back(desk, submission_id, reason)


def _plan(lab: Lab, manager: Actor) -> None:
    """Plan what is open and publish the plan."""
    with lab.write(manager) as desk:
        plans.request_plan(desk, _PLAN_S)
    _work_off(lab)
    with lab.write(manager) as desk:
        proposal = plans.proposed(desk)
        if proposal is not None:
            plans.publish(desk, proposal.id)


def _require_free(port: int) -> None:
    """Refuse a port on which something else listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unavailable(
                "port-taken",
                f"Port {port} is taken; choose another with `make run PORT=8001`.",
                {"port": port},
            ) from error


def _welcome(port: int) -> str:
    lines = [f"printlab on http://127.0.0.1:{port}", "", "Sign in as:"]
    lines += [f"  {role}@example.org".ljust(26) + name for role, name in PEOPLE.items()]
    lines += ["", f"with the password {DEMO_PASSWORD}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
