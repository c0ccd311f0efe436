"""The checks of toolpaths: one file each, registered here in the order of the report."""

from slicer_checks.pathchecks.box_mismatch import box_mismatch
from slicer_checks.pathchecks.contour_direction import contour_direction
from slicer_checks.pathchecks.empty_layer import empty_layer
from slicer_checks.pathchecks.gas_flow import gas_flow
from slicer_checks.pathchecks.hatch_distance import hatch_distance
from slicer_checks.pathchecks.jump_share import jump_share
from slicer_checks.pathchecks.layer_order import layer_order
from slicer_checks.pathchecks.long_vectors import long_vectors
from slicer_checks.pathchecks.open_contour import open_contour
from slicer_checks.pathchecks.outside_platform import outside_platform
from slicer_checks.pathchecks.protocol import PathCheck, Subject
from slicer_checks.pathchecks.rotation import rotation
from slicer_checks.pathchecks.self_crossing import self_crossing
from slicer_checks.pathchecks.short_vectors import short_vectors
from slicer_checks.pathchecks.zero_length import zero_length

PATH_CHECKS: tuple[PathCheck, ...] = (
    layer_order,
    empty_layer,
    open_contour,
    outside_platform,
    box_mismatch,
    hatch_distance,
    self_crossing,
    contour_direction,
    zero_length,
    short_vectors,
    long_vectors,
    jump_share,
    rotation,
    gas_flow,
)

__all__ = ["PATH_CHECKS", "PathCheck", "Subject"]
