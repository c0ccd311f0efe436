"""Problems without a plan, one for each cause, each beside one without the cause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scheduler import (
    Limits,
    Orientation,
    Part,
    Platform,
    Problem,
    Reservation,
    Station,
    Step,
    Window,
)
from tests.scheduler.problems import machine, part, problem

QUICK = Limits(time_s=20.0, iterations=5)
HOUR = 60


def stands(*sizes_mm: tuple[float, float, float]) -> tuple[Orientation, ...]:
    """Return orientations of some sizes."""
    return tuple(
        Orientation(id=f"o{index}", width_mm=w, depth_mm=d, height_mm=h)
        for index, (w, d, h) in enumerate(sizes_mm)
    )


def every(hours: int, heads: int = 1) -> tuple[Window, ...]:
    """Return windows of so many hours from 8 o'clock on, on a hundred days."""
    return tuple(
        Window(start=day * 1440 + 480, end=day * 1440 + 480 + hours * HOUR, heads=heads)
        for day in range(60)
    )


TALL, WIDE = stands((10, 10, 210)), stands((150, 150, 5))
BOTH: dict[str, Any] = {"scan_s": {"M1": 600.0, "M2": 600.0}}
HIGH = machine("M1", height_mm=300.0, platform=Platform(width_mm=50, depth_mm=50))
LOW = machine("M2", height_mm=20.0, platform=Platform(width_mm=200, depth_mm=200))
BLOCK = stands((100, 100, 150))
BLASTER = Station(id="blaster", kind="part", attended=True)
ROUND = Platform(shape="circle", diameter_mm=160)
BLASTING = (Step(station="blaster", time_s=2 * 3600.0),)

SKILLED = (Window(start=0, end=100_000, skills=("edm",)),)
FURNACE = Station(id="furnace", kind="batch")
HANDLED = replace(FURNACE, load_s=600.0, unload_s=600.0)
ELSEWHERE = part("q", together="g", scan_s={"M2": 600.0})


def cured(time_s: float) -> Part:
    """Return a part that is in the furnace for a time."""
    return part(steps=(Step(station="furnace", time_s=time_s),))


def relieved(name: str, programme: str | None) -> Part:
    """Return a part of a group that asks for a programme of the furnace."""
    return part(
        name,
        together="g",
        steps=(Step(station="furnace", time_s=600.0, programme=programme),),
    )


def kept_free(from_mm: float, to_mm: float) -> Platform:
    """Return a platform of 100 mm of which a square is kept free."""
    ring = ((from_mm, from_mm), (to_mm, from_mm), (to_mm, to_mm), (from_mm, to_mm))
    return Platform(width_mm=100, depth_mm=100, keep_outs=(ring,))


CASES: dict[str, tuple[Problem, Problem, str]] = {
    "no-machine-listed": (problem(parts=(part(scan_s={}),)), problem(), "lists no machine"),
    "no-eligible-machine": (
        problem(machines=(machine(materials=("Ti64",)),)),
        problem(),
        "of those it lists (M1), none holds 316L",
    ),
    "too-tall": (
        problem(parts=(part(orientations=TALL),)),
        problem(parts=(part(orientations=TALL),), machines=(machine(height_mm=210.0),)),
        "is 210 mm high; the tallest machine that may print it has 100 mm",
    ),
    "too-wide": (
        problem(parts=(part(orientations=WIDE),)),
        problem(
            parts=(part(orientations=WIDE),),
            machines=(machine(platform=Platform(width_mm=150, depth_mm=150)),),
        ),
        "largest platform of a machine that may print it has 100 \N{MULTIPLICATION SIGN} 100 mm",
    ),
    "too-wide-round": (
        problem(parts=(part(orientations=WIDE),), machines=(machine(platform=ROUND),)),
        problem(
            parts=(part(orientations=WIDE),),
            machines=(machine(platform=replace(ROUND, diameter_mm=230)),),
        ),
        "platform of a machine that may print it is round, 160 mm across",
    ),
    "too-large": (
        problem(parts=(part(area_mm2=10_001.0),)),
        problem(parts=(part(area_mm2=9_999.0),)),
        "needs 10001 mm²; the largest platform of a machine that may print it has 10000 mm²",
    ),
    "no-stand": (
        problem(parts=(part(orientations=stands((10, 10, 150), (150, 10, 10))),)),
        problem(parts=(part(orientations=stands((10, 10, 150), (150, 10, 10), (9, 9, 99))),)),
        "too high or too wide for M1",
    ),
    "group-too-large": (
        problem(
            parts=(
                part(copies=2, orientations=stands((70, 70, 5)), together="pair"),
                part("q"),
            )
        ),
        problem(parts=(part(copies=2, orientations=stands((70, 70, 5))), part("q"))),
        "No place was found on M1 for part p together with what must be in one build with it",
    ),
    "group-area": (
        problem(parts=(part(copies=3, orientations=stands((60, 60, 5)), together="trio"),)),
        problem(
            parts=(part(copies=3, orientations=stands((60, 60, 5)), together="trio"),),
            machines=(machine(platform=Platform(width_mm=180, depth_mm=100)),),
        ),
        "need at least 10800 mm² together; the platform of M1 has 10000 mm²",
    ),
    "group-no-machine": (
        problem(parts=(part(together="g"), ELSEWHERE), machines=(machine(), machine("M2"))),
        problem(parts=(part(together="g", **BOTH), ELSEWHERE), machines=(machine(), machine("M2"))),
        "Parts p, q must be in one build, and not all of them may be printed on M1, M2.",
    ),
    "group-programmes": (
        problem(parts=(relieved("p", "650"), relieved("q", None)), stations=(FURNACE,)),
        problem(parts=(relieved("p", "650"), relieved("q", "650")), stations=(FURNACE,)),
        "ask station furnace for different programmes (650, ",
    ),
    "platform-kept-free": (
        problem(machines=(machine(platform=kept_free(0, 100)),), parts=(part(), part("q"))),
        problem(machines=(machine(platform=kept_free(0, 70)),), parts=(part(), part("q"))),
        "All of the platform of M1 is kept free",
    ),
    "place-kept-free": (
        problem(machines=(machine(platform=kept_free(0.2, 99.6)),)),
        problem(machines=(machine(platform=kept_free(20, 99)),)),
        "No place was found for part p on the platform of M1 beside what is kept free",
    ),
    "nobody-there": (problem(staff=()), problem(), "Nobody is there"),
    "nobody-skilled": (
        problem(machines=(machine(setup_skill="laser"),), staff=SKILLED),
        problem(machines=(machine(setup_skill="edm"),), staff=SKILLED),
        "Nobody with the skill laser is there before the horizon; the work at M1",
    ),
    "nobody-at-site": (
        problem(machines=(machine(site="Q"),), staff=(Window(start=0, end=9_000, sites=("R",)),)),
        problem(machines=(machine(site="Q"),)),
        "Nobody works at site Q before the horizon; the work at M1",
    ),
    "nobody-at-site-station": (
        problem(
            parts=(part(steps=BLASTING),),
            stations=(replace(BLASTER, site="Q"),),
            staff=(Window(start=0, end=9_000, sites=("R",)),),
        ),
        problem(parts=(part(steps=BLASTING),), stations=(replace(BLASTER, site="Q"),)),
        "Nobody works at site Q before the horizon; the work at station blaster",
    ),
    "nobody-skilled-station": (
        problem(
            parts=(part(steps=BLASTING),),
            stations=(replace(BLASTER, skill="grit"),),
            staff=SKILLED,
        ),
        problem(
            parts=(part(steps=BLASTING),),
            stations=(replace(BLASTER, skill="edm"),),
            staff=SKILLED,
        ),
        "Nobody with the skill grit is there before the horizon; the work at station blaster",
    ),
    "nobody-there-station": (
        problem(
            parts=(part(steps=BLASTING),),
            machines=(machine(setup_s=0.0, unload_s=0.0),),
            stations=(BLASTER,),
            staff=(),
        ),
        problem(
            parts=(part(steps=BLASTING),),
            machines=(machine(setup_s=0.0, unload_s=0.0),),
            stations=(BLASTER,),
        ),
        "Nobody is there before the horizon who may do the work at station blaster",
    ),
    "window-set-up": (
        problem(machines=(machine(setup_s=10 * 3600.0),), staff=every(9)),
        problem(machines=(machine(setup_s=10 * 3600.0),), staff=every(10)),
        "Set-up takes at least 10 h with a person on M1; who may do it is there for at most 9 h",
    ),
    "window-unload": (
        problem(machines=(machine(unload_s=2 * 3600.0),), staff=every(1)),
        problem(machines=(machine(unload_s=2 * 3600.0),), staff=every(2)),
        "Unloading takes at least 2 h",
    ),
    "window-powder": (
        problem(parts=(part(setting="titanium"),), staff=(Window(start=0, end=50),)),
        problem(parts=(part(setting="titanium"),), staff=every(1)),
        "A powder change takes at least 1 h with a person on M1",
    ),
    "window-station": (
        problem(parts=(cured(60.0),), stations=(replace(FURNACE, load_s=7200.0),), staff=every(1)),
        problem(parts=(cured(60.0),), stations=(replace(FURNACE, load_s=3600.0),), staff=every(1)),
        "Station furnace needs a person for 2 h on end",
    ),
    "window-step": (
        problem(parts=(part(steps=BLASTING),), stations=(BLASTER,), staff=every(1)),
        problem(parts=(part(steps=BLASTING),), stations=(BLASTER,), staff=every(3)),
        "Part p needs somebody at station blaster for 2 h on end; who may do it is there",
    ),
    "step-stretch": (
        problem(parts=(cured(108_000.0),), stations=(FURNACE,), horizon=20 * HOUR),
        problem(parts=(cured(36_000.0),), stations=(FURNACE,), horizon=20 * HOUR),
        "furnace for 1 d 6 h on end; before the horizon (20 h from now) it is there for at most 20",
    ),
    "step-late": (
        problem(parts=(cured(70_200.0),), stations=(FURNACE,), horizon=20 * HOUR),
        problem(parts=(cured(66_600.0),), stations=(FURNACE,), horizon=20 * HOUR),
        "Part p needs station furnace for 19 h 30 min; it reaches it 19 h 25 min before",
    ),
    "step-unstaffed": (
        problem(parts=(cured(36_000.0),), stations=(HANDLED,), staff=every(4), horizon=30 * HOUR),
        problem(parts=(cured(36_000.0),), stations=(HANDLED,), horizon=30 * HOUR),
        "and then there is no time at which the station is free and people are there",
    ),
    "machine-taken": (
        problem(machines=(machine(downtime=(Window(start=0, end=100_000),)),)),
        problem(machines=(machine(downtime=(Window(start=0, end=90_000),)),)),
        "Machine M1 is down, reserved or taken until the horizon",
    ),
    "machine-stretch": (
        problem(
            machines=(machine(reserved=(Reservation(start=30, end=99_980, owners=("acme",)),)),)
        ),
        problem(
            machines=(machine(reserved=(Reservation(start=30, end=99_980, owners=("lab",)),)),)
        ),
        "is free for at most 30 min on end",
    ),
    "release-late": (
        problem(parts=(part(release=99_980),)),
        problem(parts=(part(release=99_965),)),
        "released so late that it is unloaded at least 15 min after",
    ),
    "horizon-alone": (problem(horizon=30), problem(horizon=35), "it is 5 min late"),
    "staff-alone": (
        problem(staff=(Window(start=0, end=15),)),
        problem(staff=(Window(start=0, end=15), Window(start=30, end=40))),
        "at which people are there",
    ),
}
