"""The check self-intersection."""

import numpy as np
import pytest

from slicer_checks import crossings
from tests.known_parts import SOLIDS, box_triangles, moved, torus
from tests.slicer_checks.checked import findings, part_of


def pinched(depth_mm: float) -> np.ndarray:
    """Return a bar whose one end was bent over: its tip dips `depth_mm` into its own top."""
    profile = np.array(
        [[0, 0], [20, 0], [20, 6], [5, 6], [5, 2 - depth_mm], [6, 2 - depth_mm], [6, 5], [18, 5],
         [18, 2], [0, 2]], dtype=np.float64
    )  # fmt: skip
    faces = [(0, 1, 8), (0, 8, 9), (1, 2, 7), (1, 7, 8), (2, 3, 6), (2, 6, 7), (3, 4, 5), (3, 5, 6)]
    front = np.column_stack((profile[:, 0], np.zeros(len(profile)), profile[:, 1]))
    back = front + np.array([0.0, 4.0, 0.0])
    ends = [front[list(f)] for f in faces] + [back[list(f)][::-1] for f in faces]
    after = np.roll(front, -1, axis=0), np.roll(back, -1, axis=0)
    sides = np.concatenate(
        (np.stack((front, back, after[0]), axis=1), np.stack((after[0], back, after[1]), axis=1))
    )
    return np.concatenate((np.array(ends), sides))


@pytest.mark.parametrize(("depth_mm", "places"), [(-0.01, 0), (0.0, 0), (0.01, 1)])
def test_a_tip_that_enters_its_own_body_is_found(depth_mm: float, places: int) -> None:
    """A tip just above its own bar, or just touching it, is none; just below it is one place."""
    found = findings("self-intersection", pinched(depth_mm))

    assert [one.params["places"] for one in found] == [places] * places


def test_the_place_is_where_it_crosses() -> None:
    """The box of the finding holds the tip; its faces are the part's."""
    (finding,) = findings("self-intersection", pinched(0.5))
    low, high = finding.where.bounds_mm or ((9.0,) * 3, (9.0,) * 3)

    assert finding.severity == "warning"
    assert all(a <= b <= c for a, b, c in zip(low, (5.5, 2.0, 2.0), high, strict=True))
    assert finding.where.faces_total == finding.value == finding.params["faces"]


@pytest.mark.parametrize("name", sorted(SOLIDS))
def test_sound_solids_have_none(name: str) -> None:
    """No known solid is said to pass through itself."""
    assert findings("self-intersection", SOLIDS[name]().triangles) == []


def test_bodies_that_overlap_are_another_finding() -> None:
    """Two bodies that cross are not one surface that crosses itself."""
    boxes = box_triangles(10.0, 10.0, 10.0), moved(box_triangles(10.0, 10.0, 10.0), 5.0, 5.0, 5.0)

    assert findings("self-intersection", *boxes) == []


def test_two_places_are_two_findings() -> None:
    """What crosses far apart is told apart, the place of most faces first."""
    found = findings("self-intersection", pinched(0.5), moved(pinched(0.25), y=10.0))

    assert [one.params["places"] for one in found] == [2, 2]


def test_a_torus_thicker_than_its_ring_crosses_itself_twice() -> None:
    """Its surface meets itself on its axis, above and below, though every edge has two faces."""
    found = findings("self-intersection", torus(2.0, 3.0).triangles)

    assert [one.params["places"] for one in found] == [2, 2]
    assert part_of(torus(2.0, 3.0).triangles).topology.watertight


def test_a_search_that_was_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more near triangles than are tested, and none found to cross, there is a note."""
    monkeypatch.setattr(crossings, "TESTS_MAX", 0)
    monkeypatch.setattr(crossings, "TESTS_PER_FACE", 0)

    (finding,) = findings("self-intersection", torus(10.0, 3.0).triangles)

    assert (finding.severity, finding.params["variant"]) == ("info", "unjudged")
