"""What a fork server does before it forks: import both libraries and run each once, for real.

numba's functions are compiled (or loaded from its cache) by being called, and ortools loads its
native code when a model is solved; every child then starts with both at hand. The jobs run on one
thread, because a process with several must not fork.
"""

from collections.abc import Callable

import slicer_checks
from printlab import plan_work
from printlab.child import ReportProgress
from printlab.compiling_news import hear_compiling
from printlab.records import JsonObject
from scheduler.compiling import compile_everything as compile_scheduler
from scheduler.compiling import two_parts
from slicer_checks.compiling import box_corners, compile_everything
from slicer_checks.formats.stl import write_stl_binary

__all__ = ["prove", "warm"]

_CUBE_MM = (2.0, 2.0, 2.0)
_LAYER_MM = 0.5


def warm(on_compiling: Callable[[], None]) -> None:
    """Do the work of the tasks once: all that is done to a part, and a plan for two small ones.

    ``on_compiling`` is called at each function that was not kept from an earlier time.
    """
    with hear_compiling(on_compiling):
        compile_everything()
        compile_scheduler()
        question = {"problem": two_parts().to_dict(), "time_limit_s": 0.5, "seed": 0, "workers": 1}
        plan_work.make_plan(question, _unheard)


def prove(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Slice one small cube in a child, to show that a child can (``printlab doctor``)."""
    del request
    layers = slicer_checks.slice_part(_cube(), _LAYER_MM)
    report_progress("sliced", 1, 1)
    return {"layers": len(layers)}


def _cube() -> slicer_checks.Part:
    corners = box_corners(_CUBE_MM, (0.0, 0.0, 0.0))
    return slicer_checks.read(write_stl_binary(corners), "mm", name="warm.stl")


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear no progress: nobody waits for a warm-up's."""
