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
BLASTING = (Step(station="blaster", time_s=2 * 3600.0),)

SKILLED = (Window(start=0, end=100_000, skills=("edm",)),)
FURNACE = Station(id="furnace", kind="batch")
ELSEWHERE = part("q", together="g", scan_s={"M2": 600.0})


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
        "does not fit on the platform of any machine",
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
        "must be in one build",
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
        "What is kept free on the platform of M1 leaves no room for part p",
    ),
    "nobody-there": (problem(staff=()), problem(), "Nobody is there"),
    "nobody-skilled": (
        problem(machines=(machine(setup_skill="laser"),), staff=SKILLED),
        problem(machines=(machine(setup_skill="edm"),), staff=SKILLED),
        "Nobody with the skill laser is there before the horizon; the work at M1",
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
        problem(parts=(part(steps=BLASTING),), stations=(BLASTER,), staff=every(1)),
        problem(parts=(part(steps=BLASTING),), stations=(BLASTER,), staff=every(3)),
        "Station blaster needs a person for 2 h on end",
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
