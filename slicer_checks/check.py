"""The verb: hold a part against every check."""

from collections.abc import Callable, Iterator

from slicer_checks.checks import CHECKS
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.report import Report
from slicer_checks.slicing import slice_for


def check(
    part: Part,
    process: Process | None = None,
    layers: LayerStack | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Check a part for printing in metal.

    Parameters
    ----------
    process
        Material, parameters, machines and rules; by default 316L on the example machines.
    layers
        The part's layers, if they have been cut; else they are cut at the process's thickness.
    progress
        Called with the number of checks done and to do.
    """
    process = process or default_process(layer_mm=layers.layer_mm if layers is not None else None)
    if layers is None:
        layers = slice_for(part, process)
    findings = tuple(_findings(part, layers, process, progress))
    own = tuple(one for one in process.overrides if not one.limit.judges_toolpaths)
    return Report(part=part, layers=layers, findings=findings, overrides=own)


def _findings(
    part: Part,
    layers: LayerStack,
    process: Process,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Finding]:
    for done, one in enumerate(CHECKS, start=1):
        yield from one(part, layers, process)
        if progress is not None:
            progress(done, len(CHECKS))
