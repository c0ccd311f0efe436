"""Compile every numba kernel of the scheduler once, by planning two small parts.

    python -m scheduler.compiling

numba keeps what it compiles beside the code (or in NUMBA_CACHE_DIR), so this is slow once.
"""

from __future__ import annotations

from scheduler.construct.construction import construct
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.limits import Limits
from scheduler.machine import Machine, Platform
from scheduler.part import Orientation, Part, Setting
from scheduler.problem import Problem
from scheduler.shop.shop import Shop
from scheduler.sketch.draft import Draft
from scheduler.station import Station, Step
from scheduler.window import Window

LONG_S, SHORT_S = 600.0, 0.1
"""Time enough to compile, and to take some moves."""


def compile_everything() -> None:
    """Nest two parts, make a first plan of them, and anneal a sketch of it."""
    control = Control(Limits(time_s=LONG_S))
    for plan, _ in construct(Workshop(Shop(two_parts())), control):
        Draft(plan, control).anneal(SHORT_S)
        return


def two_parts() -> Problem:
    """Return a problem with one machine and a furnace, and two wedges that share a platform."""
    machine = Machine(
        id="machine",
        platform=Platform(width_mm=100.0, depth_mm=100.0),
        height_mm=100.0,
        materials=("316L",),
    )
    wedge = Orientation(
        id="up",
        width_mm=80.0,
        depth_mm=80.0,
        height_mm=10.0,
        polygon=((0.0, 0.0), (80.0, 0.0), (0.0, 80.0)),
    )
    parts = tuple(
        Part(
            id=name,
            job=name,
            owner=name,
            setting="316L",
            orientations=(wedge,),
            scan_s={machine.id: 600.0},
            due=1,
            steps=(Step(station="furnace", time_s=60.0),),
        )
        for name in ("one", "two")
    )
    return Problem(
        horizon=10_000,
        settings=(Setting(id="316L", material="316L", layer_mm=0.03),),
        parts=parts,
        machines=(machine,),
        stations=(Station(id="furnace", kind="batch"),),
        staff=(Window(start=0, end=10_000),),
    )


if __name__ == "__main__":
    compile_everything()
