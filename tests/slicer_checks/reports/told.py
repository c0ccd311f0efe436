"""One part with faults, checked, estimated and drawn once for the tests of written reports."""

import dataclasses
from functools import cache

from slicer_checks import check, estimate, slice_part
from slicer_checks.pictures.gallery import gallery
from slicer_checks.reports import Subject, subject_of
from slicer_checks.rulefile import rules_of_text
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
def own_limits() -> Subject:
    """Return the report of a plain box in a lab that has set a limit itself."""
    rules = rules_of_text(
        'schema = "printlab/rule-pack/1"\nname = "Our lab"\nversion = "1"\n'
        'author = "A. Teacher"\ndate = 2026-03-14\n[limits.overhang-angle-safe]\nvalue = 40.0\n'
    )
    own = dataclasses.replace(process(), rules=rules)
    box = part_of(box_triangles(5, 5, 5))
    layers = slice_part(box, LAYER_MM)
    return subject_of(check(box, own, layers), estimate(layers, own), own, ())


@cache
def clean() -> Subject:
    """Return the report of a plain box."""
    box = part_of(box_triangles(20, 20, 20))
    layers = slice_part(box, LAYER_MM)
    report = check(box, process(), layers)
    pictures = tuple(gallery(report, process()))
    return subject_of(report, estimate(layers, process()), process(), pictures)
