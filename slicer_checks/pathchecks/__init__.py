"""The checks of toolpaths: one file each, registered here in the order of the report."""

from slicer_checks.pathchecks.area_differs import area_differs
from slicer_checks.pathchecks.area_step import area_step
from slicer_checks.pathchecks.box_mismatch import box_mismatch
from slicer_checks.pathchecks.contour_direction import contour_direction
from slicer_checks.pathchecks.delay import delay
from slicer_checks.pathchecks.double_exposure import double_exposure
from slicer_checks.pathchecks.empty_layer import empty_layer
from slicer_checks.pathchecks.energy_density import energy_density
from slicer_checks.pathchecks.gas_flow import gas_flow
from slicer_checks.pathchecks.hatch_distance import hatch_distance
from slicer_checks.pathchecks.header import header
from slicer_checks.pathchecks.height import height
from slicer_checks.pathchecks.island import island
from slicer_checks.pathchecks.jump_share import jump_share
from slicer_checks.pathchecks.laser_balance import laser_balance
from slicer_checks.pathchecks.laser_distance import laser_distance
from slicer_checks.pathchecks.laser_field import laser_field
from slicer_checks.pathchecks.laser_overlap import laser_overlap
from slicer_checks.pathchecks.layer_order import layer_order
from slicer_checks.pathchecks.layer_thickness import layer_thickness
from slicer_checks.pathchecks.layer_time import layer_time
from slicer_checks.pathchecks.long_vectors import long_vectors
from slicer_checks.pathchecks.missing_piece import missing_piece
from slicer_checks.pathchecks.missing_set import missing_set
from slicer_checks.pathchecks.missing_skin import missing_skin
from slicer_checks.pathchecks.moved import moved
from slicer_checks.pathchecks.no_hatch import no_hatch
from slicer_checks.pathchecks.open_contour import open_contour
from slicer_checks.pathchecks.outside_part import outside_part
from slicer_checks.pathchecks.outside_platform import outside_platform
from slicer_checks.pathchecks.overhang_step import overhang_step
from slicer_checks.pathchecks.point_exposure import point_exposure
from slicer_checks.pathchecks.power import power
from slicer_checks.pathchecks.protocol import PathCheck, Subject
from slicer_checks.pathchecks.return_time import return_time
from slicer_checks.pathchecks.rotation import rotation
from slicer_checks.pathchecks.self_crossing import self_crossing
from slicer_checks.pathchecks.short_vectors import short_vectors
from slicer_checks.pathchecks.speed import speed
from slicer_checks.pathchecks.support_start import support_start
from slicer_checks.pathchecks.uncovered import uncovered
from slicer_checks.pathchecks.unread import unread
from slicer_checks.pathchecks.unused_set import unused_set
from slicer_checks.pathchecks.zero_length import zero_length
from slicer_checks.pathchecks.zero_power import zero_power
from slicer_checks.pathchecks.zero_speed import zero_speed

PATH_CHECKS: tuple[PathCheck, ...] = (
    layer_order,
    empty_layer,
    layer_thickness,
    header,
    box_mismatch,
    outside_platform,
    open_contour,
    self_crossing,
    contour_direction,
    no_hatch,
    uncovered,
    double_exposure,
    outside_part,
    area_differs,
    missing_piece,
    moved,
    height,
    island,
    overhang_step,
    area_step,
    support_start,
    hatch_distance,
    zero_length,
    short_vectors,
    long_vectors,
    jump_share,
    rotation,
    gas_flow,
    power,
    zero_power,
    speed,
    zero_speed,
    energy_density,
    point_exposure,
    delay,
    unused_set,
    missing_set,
    missing_skin,
    layer_time,
    return_time,
    laser_balance,
    laser_field,
    laser_distance,
    laser_overlap,
    unread,
)

OF_POWDER_BEDS: frozenset[PathCheck] = frozenset(
    {
        no_hatch,
        uncovered,
        double_exposure,
        hatch_distance,
        short_vectors,
        long_vectors,
        jump_share,
        rotation,
        gas_flow,
        power,
        speed,
        energy_density,
        delay,
        missing_skin,
        layer_time,
        return_time,
        laser_overlap,
    }
)
"""Checks whose limits are those of melting powder beds: other processes are not held to them."""


def checks_of(subject: Subject) -> tuple[PathCheck, ...]:
    """Return the checks that a toolpath is held against, in the order of the report."""
    if subject.toolpath.in_powder:
        return PATH_CHECKS
    return tuple(check for check in PATH_CHECKS if check not in OF_POWDER_BEDS)


__all__ = ["OF_POWDER_BEDS", "PATH_CHECKS", "PathCheck", "Subject", "checks_of"]
