"""What is told where bodies are too many to compare, or cannot be united."""

import numpy as np
import pytest

from slicer_checks import Finding, Part, render, slice_part
from slicer_checks.bodies import bodies_of
from slicer_checks.checks.duplicate_bodies import duplicate_bodies
from slicer_checks.checks.nested_bodies import nested_bodies
from slicer_checks.checks.overlapping_bodies import overlapping_bodies
from slicer_checks.checks.parts_in_contact import parts_in_contact
from slicer_checks.checks.protocol import Check
from slicer_checks.texts import LANGUAGES
from tests.known_parts import Triangles, box_triangles, loft, moved
from tests.slicer_checks.checked import LAYER_MM, part_of, process, with_limit

BOX = box_triangles(0.9, 0.9, 0.1)
COMPARED: tuple[tuple[Check, str], ...] = (
    (overlapping_bodies, "overlapping-bodies"),
    (nested_bodies, "nested-bodies"),
    (duplicate_bodies, "duplicate-bodies"),
)


def _found(check: Check, part: Part) -> list[Finding]:
    return [*check(part, slice_part(part, LAYER_MM), process())]


def _pattern(count: int, *, first_x_mm: float = 0.0) -> Part:
    """Return so many boxes apart, and one more that begins at some x."""
    boxes = [moved(BOX, float(n % 50), 2.0 + n // 50) for n in range(count)]
    return part_of(moved(BOX, first_x_mm), *boxes)


@pytest.fixture(scope="module")
def crowd() -> Part:
    """More bodies than are compared."""
    return part_of(*(moved(BOX, float(n % 50), n // 50) for n in range(2000)), moved(BOX, 0.5, 0.5))


@pytest.mark.parametrize(("check", "code"), COMPARED)
def test_what_was_not_compared_is_said(crowd: Part, check: Check, code: str) -> None:
    """Of more than 2,000 bodies that are near each other nobody knows, and a note says so."""
    (finding,) = _found(check, crowd)

    assert (finding.code, finding.severity, finding.value) == (code, "info", None)
    assert finding.where.bounds_mm == crowd.bounds_mm
    assert "not fully judged (bodies: 2,001)" in render(finding).title
    assert all("{" not in str(render(finding, lang)) for lang in LANGUAGES)


@pytest.mark.parametrize(("check", "code"), COMPARED)
def test_bodies_that_lie_apart_are_judged(check: Check, code: str) -> None:
    """However many there are: where no boxes meet nothing was cut short."""
    assert code
    assert _found(check, _pattern(2001)) == []


@pytest.mark.parametrize(("count", "notes"), [(499, 0), (500, 1)])
def test_contacts_that_were_not_looked_for_are_said(count: int, notes: int) -> None:
    """With more than 500 bodies, none near another among the first 500, it is not all judged."""
    found = _found(parts_in_contact, _pattern(count))

    assert [one.severity for one in found] == ["info"] * notes
    assert all(one.params["variant"] == "unjudged" for one in found)


def test_a_limit_that_is_off_makes_no_note(crowd: Part) -> None:
    """Who does not ask is not told that it was not judged."""
    held = with_limit("nested-bodies", level="off")

    assert [*nested_bodies(crowd, slice_part(crowd, LAYER_MM), held)] == []


def _walled() -> Triangles:
    """Return a box of 20 mm with a wall of no thickness at 2 mm, whose edges have three faces."""
    square = np.array([[0.0, 0.0], [20.0, 0.0], [20.0, 20.0], [0.0, 20.0]])
    wall = np.array([[[0, 0, 2], [20, 0, 2], [20, 20, 2]], [[0, 0, 2], [20, 20, 2], [0, 20, 2]]])
    return np.concatenate((loft([(square, 0.0), (square, 2.0), (square, 20.0)]), wall))


def test_a_nested_body_that_cannot_be_united_is_counted_twice_and_says_so() -> None:
    """The text names no united volume where the outer surface cannot be taken as a solid."""
    part = part_of(_walled(), moved(box_triangles(5.0, 5.0, 5.0), 7.0, 7.0, 7.0))
    (finding,) = _found(nested_bodies, part)

    assert not bodies_of(part).united
    assert "We count" not in render(finding).fix
    assert "too high" in render(finding).fix


def test_a_copy_that_cannot_be_united_says_so() -> None:
    """Of two bodies a hair apart one is a copy; a third that does not unite leaves it counted."""
    box = box_triangles(10.0, 10.0, 10.0)
    part = part_of(_walled(), *(moved(box, 5.0, 5.0, shift) for shift in (15.0, 15.001)))
    (finding,) = _found(duplicate_bodies, part)

    assert not bodies_of(part).united
    assert "We count" not in render(finding).fix
    assert "too high" in render(finding).fix
