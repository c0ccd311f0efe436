"""The checks of toolpaths: one file each, registered here in the order of the report."""

from slicer_checks.pathchecks.area_differs import area_differs
from slicer_checks.pathchecks.area_step import area_step
from slicer_checks.pathchecks.double_exposure import double_exposure
from slicer_checks.pathchecks.empty_layer import empty_layer
from slicer_checks.pathchecks.energy_density import energy_density
from slicer_checks.pathchecks.island import island
from slicer_checks.pathchecks.laser_balance import laser_balance
from slicer_checks.pathchecks.laser_distance import laser_distance
from slicer_checks.pathchecks.laser_field import laser_field
from slicer_checks.pathchecks.layer_order import layer_order
from slicer_checks.pathchecks.layer_thickness import layer_thickness
from slicer_checks.pathchecks.layer_time import layer_time
from slicer_checks.pathchecks.missing_set import missing_set
from slicer_checks.pathchecks.moved import moved
from slicer_checks.pathchecks.open_contour import open_contour
from slicer_checks.pathchecks.outside_part import outside_part
from slicer_checks.pathchecks.overhang_step import overhang_step
from slicer_checks.pathchecks.point_exposure import point_exposure
from slicer_checks.pathchecks.power import power
from slicer_checks.pathchecks.protocol import PathCheck, Subject
from slicer_checks.pathchecks.speed import speed
from slicer_checks.pathchecks.support_start import support_start
from slicer_checks.pathchecks.uncovered import uncovered
from slicer_checks.pathchecks.unread import unread
from slicer_checks.pathchecks.unused_set import unused_set
from slicer_checks.pathchecks.zero_power import zero_power
from slicer_checks.pathchecks.zero_speed import zero_speed

PATH_CHECKS: tuple[PathCheck, ...] = (
    layer_order,
    empty_layer,
    open_contour,
    layer_thickness,
    power,
    zero_power,
    speed,
    zero_speed,
    energy_density,
    point_exposure,
    unused_set,
    missing_set,
    layer_time,
    laser_balance,
    laser_field,
    laser_distance,
    uncovered,
    double_exposure,
    outside_part,
    area_differs,
    moved,
    island,
    overhang_step,
    area_step,
    support_start,
    unread,
)

__all__ = ["PATH_CHECKS", "PathCheck", "Subject"]
