"""What a fork server does before it forks: import both libraries and run each once, for real.

numba's functions are compiled (or loaded from its cache) by being called, and ortools loads its
native code when a model is solved; every child then starts with both at hand. The jobs run on one
thread, because a process with several must not fork.
"""

import struct

import scheduler
import slicer_checks
from printlab import part_work, plan_work
from printlab.child import ReportProgress
from printlab.records import JsonObject

__all__ = ["prove", "warm"]

_CUBE_MM = 2.0
_LAYER_MM = 0.5


def warm() -> None:
    """Check and draw one small cube and plan two small parts, as the tasks do."""
    part = slicer_checks.read(cube_stl(_CUBE_MM), "mm", name="warm.stl")
    layers = slicer_checks.slice_part(part, _LAYER_MM)
    report = slicer_checks.check(part, layers=layers)
    slicer_checks.estimate(layers)
    slicer_checks.part_picture(report.part, report.findings)
    part_work.hull_mm(part)
    problem = _two_parts().to_dict()
    question = {"problem": problem, "time_limit_s": 0.5, "seed": 0, "workers": 1}
    plan_work.make_plan(question, _unheard)


def prove(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Slice one small cube in a child, to show that a child can (``printlab doctor``)."""
    del request
    part = slicer_checks.read(cube_stl(_CUBE_MM), "mm", name="warm.stl")
    layers = slicer_checks.slice_part(part, _LAYER_MM)
    report_progress("sliced", 1, 1)
    return {"layers": len(layers)}


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear no progress: nobody waits for a warm-up's."""


def cube_stl(edge_mm: float) -> bytes:
    """Return a closed cube of 12 triangles as binary STL."""
    corners = [
        (x * edge_mm, y * edge_mm, z * edge_mm) for z in (0, 1) for y in (0, 1) for x in (0, 1)
    ]
    quads = (
        (0, 2, 3, 1),
        (4, 5, 7, 6),
        (0, 1, 5, 4),
        (2, 6, 7, 3),
        (0, 4, 6, 2),
        (1, 3, 7, 5),
    )
    facets = [face for a, b, c, d in quads for face in ((a, b, c), (a, c, d))]
    body = b"".join(
        struct.pack("<12fH", 0.0, 0.0, 0.0, *corners[a], *corners[b], *corners[c], 0)
        for a, b, c in facets
    )
    return bytes(80) + struct.pack("<I", len(facets)) + body


def _two_parts() -> scheduler.Problem:
    """Return a problem with one machine, two parts and one long day."""
    machine = scheduler.Machine(
        id="warm",
        platform=scheduler.Platform(width_mm=100.0, depth_mm=100.0),
        height_mm=100.0,
        materials=("316L",),
    )
    standing = scheduler.Orientation(id="up", width_mm=10.0, depth_mm=10.0, height_mm=10.0)
    parts = tuple(
        scheduler.Part(
            id=name,
            job=name,
            owner=name,
            setting="316L",
            orientations=(standing,),
            scan_s={machine.id: 600.0},
        )
        for name in ("one", "two")
    )
    return scheduler.Problem(
        horizon=10_000,
        settings=(scheduler.Setting(id="316L", material="316L", layer_mm=0.03),),
        parts=parts,
        machines=(machine,),
        staff=(scheduler.Window(start=0, end=10_000),),
    )
