"""The verb: hold a toolpath against every check of toolpaths."""

from collections.abc import Callable

from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.pathchecks import Subject, checks_of
from slicer_checks.pathchecks.headings import top_heading_deg
from slicer_checks.pathreport import PathReport
from slicer_checks.process import Process
from slicer_checks.toolpath import Toolpath


def check_toolpath(
    toolpath: Toolpath,
    part: Part | None = None,
    process: Process | None = None,
    *,
    planned: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> PathReport:
    """Check what a machine would do.

    G-code is of machines that lay metal: limits of powder beds, as of power, speed and hatch, are
    not asked of it.

    Parameters
    ----------
    part
        The part that the toolpath should be of, in the toolpath's frame; its slices are compared.
    process
        Material, parameters, machines and rules; by default 316L on the example machines.
    planned
        The toolpath is of a planned build: the part is its platform with every copy in its place,
        and the process what it is to be printed with. Then it may lie nowhere else, and its layers
        have the set's thickness.
    progress
        Called with the number of checks done and to do.
    """
    subject = Subject(
        toolpath=toolpath, process=process or default_process(), part=part, planned=planned
    )
    checks, findings = checks_of(subject), []
    for done, one in enumerate(checks, start=1):
        findings += list(one(subject))
        if progress is not None:
            progress(done, len(checks))
    return PathReport(
        toolpath=toolpath,
        findings=tuple(findings),
        process=subject.process,
        layer_mm=subject.layer_mm,
        top_hatch_deg=top_heading_deg(subject),
    )
