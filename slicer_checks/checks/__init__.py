"""The checks, one per file; this list is the registry, in the order of a report."""

from slicer_checks.checks.area_jump import area_jump
from slicer_checks.checks.bridge import bridge
from slicer_checks.checks.closed_cavity import closed_cavity
from slicer_checks.checks.coarse_mesh import coarse_mesh
from slicer_checks.checks.degenerate_faces import degenerate_faces
from slicer_checks.checks.duplicate_bodies import duplicate_bodies
from slicer_checks.checks.duplicate_faces import duplicate_faces
from slicer_checks.checks.far_from_origin import far_from_origin
from slicer_checks.checks.fine_text import fine_text
from slicer_checks.checks.flipped import flipped
from slicer_checks.checks.heat_build_up import heat_build_up
from slicer_checks.checks.hole_needs_support import hole_needs_support
from slicer_checks.checks.inside_out import inside_out
from slicer_checks.checks.layer_mismatch import layer_mismatch
from slicer_checks.checks.long_parallel_edge import long_parallel_edge
from slicer_checks.checks.machining_allowance import machining_allowance
from slicer_checks.checks.nested_bodies import nested_bodies
from slicer_checks.checks.no_volume import no_volume
from slicer_checks.checks.nonmanifold_edges import nonmanifold_edges
from slicer_checks.checks.not_watertight import not_watertight
from slicer_checks.checks.overhang import overhang
from slicer_checks.checks.overlapping_bodies import overlapping_bodies
from slicer_checks.checks.parts_in_contact import parts_in_contact
from slicer_checks.checks.protocol import Check
from slicer_checks.checks.recoater_edge import recoater_edge
from slicer_checks.checks.self_intersection import self_intersection
from slicer_checks.checks.several_bodies import several_bodies
from slicer_checks.checks.slender import slender
from slicer_checks.checks.sliver_faces import sliver_faces
from slicer_checks.checks.small_foot import small_foot
from slicer_checks.checks.small_hole import small_hole
from slicer_checks.checks.suspicious_unit import suspicious_unit
from slicer_checks.checks.thin_gap import thin_gap
from slicer_checks.checks.thin_pin import thin_pin
from slicer_checks.checks.thin_wall import thin_wall
from slicer_checks.checks.tolerance_welded import tolerance_welded
from slicer_checks.checks.too_big import too_big
from slicer_checks.checks.too_small import too_small
from slicer_checks.checks.trapped_powder import trapped_powder
from slicer_checks.checks.unit_assumed import unit_assumed
from slicer_checks.checks.unread_content import unread_content
from slicer_checks.checks.unstable import unstable
from slicer_checks.checks.unsupported_island import unsupported_island
from slicer_checks.checks.zero_thickness import zero_thickness

CHECKS: tuple[Check, ...] = (
    not_watertight,
    no_volume,
    inside_out,
    flipped,
    duplicate_faces,
    nonmanifold_edges,
    self_intersection,
    overlapping_bodies,
    nested_bodies,
    duplicate_bodies,
    zero_thickness,
    parts_in_contact,
    too_big,
    suspicious_unit,
    too_small,
    several_bodies,
    thin_wall,
    thin_pin,
    thin_gap,
    small_hole,
    fine_text,
    unsupported_island,
    overhang,
    bridge,
    hole_needs_support,
    closed_cavity,
    trapped_powder,
    area_jump,
    heat_build_up,
    small_foot,
    unstable,
    recoater_edge,
    long_parallel_edge,
    coarse_mesh,
    machining_allowance,
    slender,
    layer_mismatch,
    far_from_origin,
    tolerance_welded,
    sliver_faces,
    degenerate_faces,
    unit_assumed,
    unread_content,
)

__all__ = ["CHECKS", "Check"]
