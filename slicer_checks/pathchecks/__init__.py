"""The checks of toolpaths: one file each, registered here in the order of the report."""

from slicer_checks.pathchecks.empty_layer import empty_layer
from slicer_checks.pathchecks.layer_order import layer_order
from slicer_checks.pathchecks.layer_thickness import layer_thickness
from slicer_checks.pathchecks.layer_time import layer_time
from slicer_checks.pathchecks.open_contour import open_contour
from slicer_checks.pathchecks.protocol import PathCheck, Subject

PATH_CHECKS: tuple[PathCheck, ...] = (
    layer_order,
    empty_layer,
    open_contour,
    layer_thickness,
    layer_time,
)

__all__ = ["PATH_CHECKS", "PathCheck", "Subject"]
