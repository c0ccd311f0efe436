"""Which builds of a plan are not as they were."""

from __future__ import annotations

import pytest

from scheduler.moved import moved_builds

BEFORE = {"a": ("M1", 100), "b": ("M1", 100), "c": ("M2", 100)}


@pytest.mark.parametrize(
    ("after", "moved"),
    [
        ({}, 0),
        ({"a": ("M1", 160), "b": ("M1", 160)}, 0),
        ({"a": ("M1", 40), "b": ("M1", 40)}, 0),
        ({"a": ("M1", 161), "b": ("M1", 161)}, 1),
        ({"a": ("M2", 100), "b": ("M2", 100)}, 1),
        ({"b": ("M2", 900)}, 1),
        ({"a": ("M1", 120), "b": ("M1", 150)}, 1),
        ({"c": ("M1", 100)}, 1),
        ({"new": ("M1", 100)}, 0),
    ],
)
def test_a_build_moves_with_its_machine_its_begin_or_a_copy(
    after: dict[str, tuple[str, int]], moved: int
) -> None:
    """An hour is forgiven; what joins a build is its own affair, and so is what is gone."""
    assert moved_builds(BEFORE, {**BEFORE, **after}, 60) == (moved, 2)


def test_what_is_not_in_the_other_plan_is_not_counted() -> None:
    """A build of which nothing is left is none; one that shrank is as it was."""
    assert moved_builds(BEFORE, {"a": ("M1", 100)}, 60) == (0, 1)
    assert moved_builds(BEFORE, {}, 60) == (0, 0)
    assert moved_builds(BEFORE, {"a": ("M1", 101)}, 3600 * 24) == (1, 1)
