"""One part with faults, checked, estimated and drawn once for the tests of written reports."""

from functools import cache

from slicer_checks import check, estimate, slice_part
from slicer_checks.pictures.gallery import gallery
from slicer_checks.reports import Subject, subject_of
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import LAYER_MM, part_of, process


@cache
def faulty() -> Subject:
    """Return the report of a table whose top hangs and is thin."""
    table = part_of(box_triangles(4, 4, 10), moved(box_triangles(20, 20, 0.3), -8, -8, 10.0))
    layers = slice_part(table, LAYER_MM)
    report = check(table, process(), layers)
    pictures = tuple(gallery(report, process()))
    return subject_of(report, estimate(layers, process()), process(), pictures)


@cache
def clean() -> Subject:
    """Return the report of a plain box."""
    box = part_of(box_triangles(20, 20, 20))
    layers = slice_part(box, LAYER_MM)
    report = check(box, process(), layers)
    pictures = tuple(gallery(report, process()))
    return subject_of(report, estimate(layers, process()), process(), pictures)
