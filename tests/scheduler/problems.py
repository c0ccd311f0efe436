"""Small problems with readable numbers, and strategies for random ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from scheduler import (
    FairShare,
    FixedBuild,
    Machine,
    Operation,
    Orientation,
    Part,
    Placement,
    Platform,
    PowderChange,
    PreviousPlacement,
    Problem,
    Reservation,
    Setting,
    Station,
    Step,
    Window,
)
from scheduler.changes import (
    Change,
    DueDateMoved,
    MachineBought,
    MachineDown,
    OperatorAbsent,
    RushJob,
)
from scheduler.ring import Ring
from scheduler.verify import pinned_wrong

STEEL = Setting(id="steel", material="316L", layer_mm=0.05)
TITANIUM = Setting(id="titanium", material="Ti64", layer_mm=0.05)
ALWAYS = (Window(start=0, end=100_000, heads=9),)


def part(name: str = "p", **changes: Any) -> Part:  # noqa: ANN401  fields of the value
    """Return a 10 x 20 x 5 mm steel part that adds 600 s to a build on M1."""
    values: dict[str, Any] = {
        "id": name,
        "job": name,
        "owner": "lab",
        "setting": "steel",
        "orientations": (Orientation(id="up", width_mm=10.0, depth_mm=20.0, height_mm=5.0),),
        "scan_s": {"M1": 600.0},
    }
    return Part(**{**values, **changes})


def machine(name: str = "M1", **changes: Any) -> Machine:  # noqa: ANN401
    """Return a 100 x 100 x 100 mm machine: 10 min set-up, 6 s a layer, 5 min unloading."""
    values: dict[str, Any] = {
        "id": name,
        "platform": Platform(width_mm=100.0, depth_mm=100.0),
        "height_mm": 100.0,
        "materials": ("316L", "Ti64"),
        "loaded": "316L",
        "powder_change_s": 3600.0,
        "setup_s": 600.0,
        "recoat_s": 6.0,
        "unload_s": 300.0,
    }
    return Machine(**{**values, **changes})


def problem(**changes: Any) -> Problem:  # noqa: ANN401
    """Return a problem of one part on one machine that is always staffed."""
    values: dict[str, Any] = {
        "horizon": 100_000,
        "settings": (STEEL, TITANIUM),
        "parts": (part(),),
        "machines": (machine(),),
        "staff": ALWAYS,
    }
    return Problem(**{**values, **changes})


def fixed(**changes: Any) -> FixedBuild:  # noqa: ANN401
    """Return a pinned build of copy 1 of part p on M1 from tick 500 to 600."""
    values: dict[str, Any] = {
        "id": "pin",
        "machine": "M1",
        "setting": "steel",
        "placements": (placement(),),
        "start": 500,
        "end": 600,
        "state": "pinned",
    }
    return FixedBuild(**{**values, **changes})


def placement(name: str = "p", copy: int = 1, x_mm: float = 0.0, y_mm: float = 0.0) -> Placement:
    """Return a placement of a part as `part` makes it."""
    return Placement(
        part=name, copy=copy, orientation="up", x_mm=x_mm, y_mm=y_mm, width_mm=10.0, depth_mm=20.0
    )


@st.composite
def platforms(draw: st.DrawFn) -> Platform:
    """Draw a rectangle or a circle with a margin."""
    margin_mm = draw(st.sampled_from((0.0, 3.0)))
    screw = ((30.0, 5.0), (38.0, 5.0), (34.0, 14.0))
    keep_outs = draw(st.sampled_from(((), (), (screw,))))
    if draw(st.booleans()):
        return Platform(shape="circle", diameter_mm=90.0, margin_mm=margin_mm, keep_outs=keep_outs)
    return Platform(width_mm=80.0, depth_mm=60.0, margin_mm=margin_mm, keep_outs=keep_outs)


@st.composite
def machines(draw: st.DrawFn, name: str) -> Machine:
    """Draw a machine with downtime, powder changes and odd durations."""
    downtime = (Window(start=700, end=900),) if draw(st.booleans()) else ()
    back = PowderChange(from_material="Ti64", to_material="316L", time_s=5430.0)
    return Machine(
        id=name,
        platform=draw(platforms()),
        height_mm=draw(st.sampled_from((30.0, 60.0))),
        materials=("316L", "Ti64"),
        loaded=draw(st.sampled_from((None, "316L", "Ti64"))),
        powder_change_s=draw(st.sampled_from((0.0, 3630.0))),
        powder_changes=(back,) if draw(st.booleans()) else (),
        setup_s=draw(st.sampled_from((0.0, 610.0, 1800.0))),
        warm_up_s=draw(st.sampled_from((0.0, 601.0))),
        recoat_s=draw(st.sampled_from((2.0, 7.3))),
        cool_down_s=draw(st.sampled_from((0.0, 1799.5))),
        unload_s=draw(st.sampled_from((0.0, 900.0))),
        downtime=downtime,
        site=draw(st.sampled_from((None, "Hengelo"))),
        setup_skill=draw(st.sampled_from((None, "printing"))),
        powder_change_skill=draw(st.sampled_from((None, "powder"))),
        reserved=(Reservation(start=900, end=1500, owners=("acme",)),)
        if draw(st.booleans())
        else (),
        available_from=draw(st.sampled_from((0, 130, 5000))),
    )


SHADOWS: tuple[tuple[Ring, ...], ...] = (
    (),
    (((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)),),
    (((0.0, 0.0), (1.0, 0.0), (1.0, 0.2), (0.3, 0.2), (0.3, 1.0), (0.0, 1.0)),),
    (
        ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),
        ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)),
    ),
)
"""Shadows in a box of one by one: the box, a triangle, an angle, a frame round a hole."""


@st.composite
def stands(draw: st.DrawFn, name: str, supported: str) -> Orientation:
    """Draw a way to stand: a box or a shadow in it, the turns it may lie in, its supports."""
    sides = st.floats(5.0, 40.0).map(lambda side: round(side, 1))
    width_mm, depth_mm = draw(sides), draw(sides)
    rings = [
        tuple((width_mm * x, depth_mm * y) for x, y in ring)
        for ring in draw(st.sampled_from(SHADOWS))
    ]
    return Orientation(
        id=name,
        width_mm=width_mm,
        depth_mm=depth_mm,
        height_mm=draw(st.floats(1.0, 30.0)),
        polygon=rings[0] if rings else None,
        holes=tuple(rings[1:]),
        turns_deg=draw(st.sampled_from(((0, 90, 180, 270), (0, 180), (90,)))),
        support_s=draw(st.sampled_from(({}, {supported: 1234.5}))),
    )


@st.composite
def parts(draw: st.DrawFn, number: int, names: tuple[str, ...]) -> Part:
    """Draw a part that some machine may print."""
    orientations = tuple(
        draw(stands(f"o{index}", names[0])) for index in range(draw(st.integers(1, 2)))
    )
    eligible = draw(st.sets(st.sampled_from(names), min_size=1))
    due = draw(st.none() | st.integers(-500, 4000))
    return Part(
        id=f"p{number}",
        job=f"j{number}",
        owner=draw(st.sampled_from(("lab", "acme"))),
        setting=draw(st.sampled_from(("steel", "titanium"))),
        orientations=orientations,
        scan_s={name: draw(st.floats(0.0, 40_000.0)) for name in sorted(eligible)},
        copies=draw(st.integers(1, 3)),
        release=draw(st.sampled_from((0, 75, 600))),
        due=due,
        weight=draw(st.sampled_from((0.0, 1.0, 2.5))),
        area_mm2=draw(st.sampled_from((None, None, None, 800.0))),
        confidential=draw(st.booleans()),
        apart_from=draw(st.sampled_from(((), ("p0",)))) if number else (),
        steps=draw(st.sampled_from(ROUTES)),
    )


FURNACE = Station(
    id="furnace", kind="batch", capacity=2, load_s=600.0, unload_s=300.0, transport_s=121.0
)
EDM = Station(
    id="edm", kind="platform", load_s=900.0, skill="edm", downtime=(Window(start=2000, end=2300),)
)
BLASTER = Station(id="blaster", kind="part", units=2, attended=True, load_s=61.0)
ROUTES: tuple[tuple[Step, ...], ...] = (
    (),
    (Step(station="furnace", time_s=36_000.0, programme="650"),),
    (
        Step(station="furnace", time_s=7_200.5, programme="900"),
        Step(station="edm", time_s=1_800.0),
        Step(station="blaster", time_s=4_000.0),
    ),
    (Step(station="edm", time_s=30_000.0), Step(station="blaster", time_s=90.0)),
)
"""Ways through the stations; a problem without stations leaves them out."""


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a problem of up to five parts on up to three machines, with staffed days."""
    count = draw(st.integers(1, 3))
    names = tuple(f"M{index + 1}" for index in range(count))
    heads = draw(st.integers(1, 2))
    days = tuple(
        Window(start=day * 1440 + 480, end=day * 1440 + 1020, heads=heads) for day in range(40)
    )
    extra = (Window(start=1000, end=1200),) if draw(st.booleans()) else ()
    stations = (FURNACE, EDM, BLASTER) if draw(st.booleans()) else ()
    skilled = Window(start=500, end=30_000, skills=("edm",), sites=("Hengelo", "Enschede"))
    made = tuple(draw(parts(index, names)) for index in range(draw(st.integers(1, 5))))
    if not stations:
        made = tuple(replace(one, steps=()) for one in made)
    if len(made) > 1 and draw(st.booleans()):
        made = _in_one_build(made)
    lab = tuple(draw(machines(name)) for name in names)
    pinned: tuple[FixedBuild, ...] = ()
    if draw(st.booleans()) and made[0].together is None:
        pinned = (_pinned(made[0], lab[0]),)
    before = PreviousPlacement(part="p0", copy=1, machine=names[-1], start=500)
    asked = Problem(
        now=draw(st.sampled_from((0, 100))),
        horizon=40 * 1440,
        objective=draw(st.sampled_from(("lab", "makespan", "total_tardiness"))),
        part_gap_mm=draw(st.sampled_from((0.0, 2.0))),
        settings=(STEEL, TITANIUM),
        parts=made,
        machines=lab,
        staff=(*days, *extra, skilled),
        stations=stations,
        operations=(_relieved(),) if stations and pinned and made[0].steps == ROUTES[1] else (),
        fair_share=draw(st.sampled_from((None, SHARES))),
        fixed=pinned,
        previous=(before,) if draw(st.booleans()) else (),
    )
    if pinned_wrong(asked):  # as what runs is, however it lies
        asked = replace(asked, fixed=tuple(replace(one, state="running") for one in pinned))
    return asked


SHARES = FairShare(until=5000, shares={"lab": 1.0, "acme": 2.0}, used_s={"lab": 60_000.0})


def _in_one_build(made: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return parts of which the first two, made alike, must be in one build."""
    first, second = made[0], made[1]
    alike = replace(
        second,
        owner=first.owner,
        setting=first.setting,
        steps=first.steps,
        scan_s=dict.fromkeys(first.scan_s, 300.0),
        apart_from=(),
        together="pair",
    )
    return (replace(first, together="pair", apart_from=()), alike, *made[2:])


def _relieved() -> Operation:
    """Return the furnace run of the pinned build, which is fixed, too."""
    return Operation(
        id="run",
        station="furnace",
        programme="650",
        builds=("pin",),
        load_start=2430,
        start=2440,
        end=3040,
        unload_start=3500,
        unload_end=3505,
        fixed=True,
    )


def _pinned(first: Part, lab: Machine) -> FixedBuild:
    """Return a build of a part's first copy that is pinned on a machine on the second day."""
    orientation = first.orientations[0]
    turn_deg = orientation.turns_deg[0]
    width_mm, depth_mm = orientation.width_mm, orientation.depth_mm
    if turn_deg:
        width_mm, depth_mm = depth_mm, width_mm
    return FixedBuild(
        id="pin",
        machine=lab.id,
        setting=first.setting,
        placements=(
            Placement(
                part=first.id,
                copy=1,
                orientation=orientation.id,
                x_mm=0.0,
                y_mm=0.0,
                rotation_deg=turn_deg,
                width_mm=width_mm,
                depth_mm=depth_mm,
            ),
        ),
        setup_start=1940,
        start=1950,
        end=2400,
        unload_start=2410,
        unload_end=2420,
        height_mm=orientation.height_mm,
        state="pinned",
    )


@st.composite
def changes(draw: st.DrawFn, asked: Problem) -> Change:
    """Draw something that happens to the lab of a problem."""
    first, last = asked.parts[0], asked.machines[-1]
    start = draw(st.integers(0, 4000))
    end = start + draw(st.integers(1, 3000))
    rush = replace(first, id="rush", job="rush", due=draw(st.integers(0, 3000)), weight=9.0)
    ways: tuple[Change, ...] = (
        RushJob(parts=(rush,)),
        MachineDown(machine=last.id, start=start, end=end),
        OperatorAbsent(start=start, end=end, heads=draw(st.integers(1, 3))),
        DueDateMoved(job=first.job, due=draw(st.none() | st.integers(0, 3000))),
        MachineBought(machine="new", like=last.id, available_from=start),
    )
    return draw(st.sampled_from(ways))
