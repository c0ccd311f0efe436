"""Stretches kept or out of use, and shares of machine time: from the lab file to a plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import select

import scheduler
from printlab.actor import Actor
from printlab.convert.problem import ask
from printlab.labfile import read_lab_file
from printlab.records import MachineDowntime, MachineReservation, Organisation
from printlab.services import builds, lab, lab_load, machine_time, submissions
from printlab.services.shop_floor import shop_floor
from tests.printlab.workshop import MONDAY, ROOT, Workshop

COMPANY = "Example Precision BV"
COLLEGE = "Example University of Applied Sciences"
SERVICE = '{ starts = 2027-02-01T08:00:00, ends = 2027-02-12T17:00:00, reason = "Service" }'


def loaded(shop: Workshop, folder: Path, **more: str) -> None:
    """Load the example lab again with more under the names of some of its tables."""
    text = (ROOT / "examples" / "lab.toml").read_text(encoding="utf-8")
    for name, lines in more.items():
        line = f'name = "{name}"\n'
        assert line in text
        text = text.replace(line, f"{line}{lines}\n", 1)
    path = folder / "changed.toml"
    path.write_text(text, encoding="utf-8")
    with shop.lab.write(Actor.system()) as desk:
        lab_load.load(desk, read_lab_file(path))


def kept_for(*owners: str) -> str:
    """Return the line that keeps a machine for some from the winter to the summer."""
    names = ", ".join(f'"{name}"' for name in owners)
    stretch = f"starts = 2027-01-01T00:00:00, ends = 2027-06-01T00:00:00, organisations = [{names}]"
    return f'reserved = [{{ {stretch}, reason = "Course" }}]'


def approved(shop: Workshop, owner: str) -> str:
    """Approve the draft that a person has and return its job's id."""
    with shop.lab.read(shop.people[owner]) as desk:
        (draft,) = submissions.list_for(desk, state="draft").rows
    return shop.approve(draft.id, owner)


def asked(shop: Workshop) -> scheduler.Problem:
    """Return the problem that a plan would be asked for now."""
    with shop.lab.read(shop.people["manager"]) as desk:
        return ask(shop_floor(desk)).problem


def ids(shop: Workshop) -> dict[str, str]:
    """Return the ids of organisations by name."""
    with shop.lab.read(shop.people["manager"]) as desk:
        return {row.name: row.id for row in desk.session.scalars(select(Organisation))}


def test_a_machine_kept_for_others_gets_no_work_of_mine(checked: Workshop, tmp_path: Path) -> None:
    """The student's part goes to another machine, the company's to the one that is kept for it."""
    everything = {name: kept_for(COMPANY) for name in ("Compact 98", "Small 125")}
    loaded(checked, tmp_path, **everything)
    mine, theirs = approved(checked, "student"), approved(checked, "company")

    plan = checked.publish()

    machines = {p.job_id: build.machine.name for build in plan.builds for p in build.placements}
    assert machines[mine] == "Standard 250"
    assert machines[theirs] in {"Compact 98", "Small 125", "Standard 250"}
    reserved = [one for machine in asked(checked).machines for one in machine.reserved]
    assert {one.owners for one in reserved} == {(ids(checked)[COMPANY],)}


def test_each_reader_learns_their_part_of_a_reservation(checked: Workshop, tmp_path: Path) -> None:
    """Staff and owners learn for whom and why, another company nothing."""
    loaded(checked, tmp_path, **{"Compact 98": kept_for(COMPANY, COLLEGE)})

    told = {}
    for reader in ("manager", "company", "student", "rival"):
        with checked.lab.read(checked.people[reader]) as desk:
            told[reader] = [(one.owners, one.reason) for one in machine_time.kept(desk)]
    assert told == {
        "manager": [((COMPANY, COLLEGE), "Course")],
        "company": [((COMPANY,), "Course")],
        "student": [((COLLEGE,), "Course")],
        "rival": [],
    }


def test_a_class_that_owns_nothing_of_it_learns_only_that_it_is_kept(
    checked: Workshop, tmp_path: Path
) -> None:
    """Neither the name of a company nor the reason is told to a student."""
    loaded(checked, tmp_path, **{"Compact 98": kept_for(COMPANY)})

    with checked.lab.read(checked.people["student"]) as desk:
        (one,) = machine_time.kept(desk)
    assert (one.machine, one.owners, one.reason) == ("Compact 98", (), "")


def test_stretches_are_by_the_labs_clock_and_replaced(shop: Workshop, tmp_path: Path) -> None:
    """Eight in the morning is seven in UTC in winter; loaded again without them, they are gone."""
    loaded(
        shop,
        tmp_path,
        **{
            "Argon furnace": f"downtimes = [{SERVICE}]",
            "Compact 98": f"downtimes = [{SERVICE}]\n{kept_for('Example metal lab')}",
        },
    )
    with shop.lab.read(shop.people["manager"]) as desk:
        (furnace,) = machine_time.station_downtimes(desk)
        (compact,) = lab.downtimes(desk)
        assert (furnace.station.name, furnace.reason) == ("Argon furnace", "Service")
        assert furnace.starts_at == compact.starts_at == MONDAY

    loaded(shop, tmp_path)

    with shop.lab.read(shop.people["manager"]) as desk:
        assert machine_time.station_downtimes(desk) == []
        assert desk.session.scalars(select(MachineDowntime)).all() == []
        assert desk.session.scalars(select(MachineReservation)).all() == []


def test_nothing_is_planned_at_a_station_out_of_use(checked: Workshop, tmp_path: Path) -> None:
    """The furnace is loaded after its service and not before."""
    loaded(checked, tmp_path, **{"Argon furnace": f"downtimes = [{SERVICE}]"})
    approved(checked, "student")

    plan = checked.publish()

    loads = [o.planned.load_at for o in plan.operations if o.station.name == "Argon furnace"]
    assert loads
    assert min(loads) >= MONDAY + dt.timedelta(days=11)


def test_shares_reach_the_plan_with_what_was_printed(checked: Workshop, tmp_path: Path) -> None:
    """A finished build counts for its owner until the days that count are over."""
    checked.print_only()
    approved(checked, "student")
    plan = checked.publish()
    assert asked(checked).fair_share is None
    loaded(checked, tmp_path, **{COLLEGE: "share = 3", COMPANY: "share = 1"})
    checked.print_only()
    (build,) = plan.builds
    checked.clock.now = build.start_at
    with checked.lab.write(checked.people["operator"]) as desk:
        builds.start(desk, build.id)
    checked.clock.now = build.unload_end_at
    with checked.lab.write(checked.people["operator"]) as desk:
        builds.finish(desk, build.id)
    approved(checked, "company")

    shares = asked(checked).fair_share

    college, company = (ids(checked)[name] for name in (COLLEGE, COMPANY))
    busy = (build.cool_end_at - build.setup_at) + (build.unload_end_at - build.unload_at)
    assert shares is not None
    assert dict(shares.shares) == {college: 3.0, company: 1.0}
    assert dict(shares.used_s) == {college: busy.total_seconds()}
    assert shares.until == 28 * 24 * 60
    checked.clock.forward(days=29)
    later = asked(checked).fair_share
    assert later is not None
    assert dict(later.used_s) == {}
