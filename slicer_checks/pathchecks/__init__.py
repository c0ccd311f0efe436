"""The checks of toolpaths: one file each, registered here in the order of the report."""

from slicer_checks.pathchecks.area_differs import area_differs
from slicer_checks.pathchecks.area_step import area_step
from slicer_checks.pathchecks.double_exposure import double_exposure
from slicer_checks.pathchecks.empty_layer import empty_layer
from slicer_checks.pathchecks.island import island
from slicer_checks.pathchecks.layer_order import layer_order
from slicer_checks.pathchecks.moved import moved
from slicer_checks.pathchecks.open_contour import open_contour
from slicer_checks.pathchecks.outside_part import outside_part
from slicer_checks.pathchecks.overhang_step import overhang_step
from slicer_checks.pathchecks.protocol import PathCheck, Subject
from slicer_checks.pathchecks.support_start import support_start
from slicer_checks.pathchecks.uncovered import uncovered

PATH_CHECKS: tuple[PathCheck, ...] = (
    layer_order,
    empty_layer,
    open_contour,
    uncovered,
    double_exposure,
    outside_part,
    area_differs,
    moved,
    island,
    overhang_step,
    area_step,
    support_start,
)

__all__ = ["PATH_CHECKS", "PathCheck", "Subject"]
