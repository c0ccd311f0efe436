"""path-speed: vectors that are scanned unusually slowly or fast."""

from math import nan

import pytest

from slicer_checks.toolpath import Role
from tests.known_paths import small_path
from tests.set_paths import CONTOUR, HATCH, SUPPORT, needs_corpus, real_path, with_set
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-speed"


def test_usual_speeds_are_right() -> None:
    """400 mm/s to 900 mm/s are no finding."""
    assert found(CODE, small_path(4)) == []


@pytest.mark.parametrize(
    ("speed_mm_s", "variant"), [(350.0, ""), (349.0, "low"), (2500.0, ""), (2501.0, "high")]
)
def test_hatch_beyond_the_range_is_a_warning(speed_mm_s: float, variant: str) -> None:
    """350 mm/s and 2500 mm/s are kept."""
    told = found(CODE, with_set(HATCH, speed_mm_s=speed_mm_s))
    expected = [("warning", variant, speed_mm_s, 48)] if variant else []
    params = [
        (one.severity, one.params["variant"], one.value, one.params["vectors"]) for one in told
    ]
    assert params == expected


@pytest.mark.parametrize("place", [CONTOUR, SUPPORT])
@pytest.mark.parametrize(("speed_mm_s", "variant"), [(349.0, "other_low"), (2501.0, "other_high")])
def test_contours_and_supports_beyond_it_are_notes(
    place: int, speed_mm_s: float, variant: str
) -> None:
    """They are often slower or faster on purpose."""
    (finding,) = found(CODE, with_set(place, speed_mm_s=speed_mm_s))
    assert (finding.severity, finding.params["variant"]) == ("info", variant)


def test_hatch_of_supports_is_no_hatch_of_a_part() -> None:
    """What a file says is a support is judged as one."""
    path = with_set(HATCH, speed_mm_s=3000.0)
    roles = path.blocks.block_role.copy()
    roles[1::3] = Role.SUPPORT
    (finding,) = found(CODE, changed(path, block_role=roles))
    assert finding.severity == "info"


@pytest.mark.parametrize("speed_mm_s", [nan, 0.0])
def test_no_speed_is_judged_elsewhere(speed_mm_s: float) -> None:
    """What is unsaid is none, and 0 mm/s has a check of its own."""
    assert found(CODE, with_set(HATCH, speed_mm_s=speed_mm_s)) == []


@needs_corpus
def test_a_real_file_with_slow_hatch_is_told() -> None:
    """A public ILT file scans everything with 250 mm/s: its hatch is a warning, the rest a note."""
    told = found(CODE, real_path("Box_blocksupport.ilt"))
    assert [(one.severity, one.value) for one in told] == [("warning", 250.0), ("info", 250.0)]


def test_speeds_that_change_along_vectors_count_by_their_ends() -> None:
    """The set's own number is none that is scanned, where every vector has another."""
    told = found(CODE, with_set(HATCH, least_speed_mm_s=100.0, most_speed_mm_s=3000.0))
    params = [(one.params["variant"], one.value) for one in told]
    assert params == [("low", 100.0), ("high", 3000.0)]
    assert found(CODE, with_set(HATCH, speed_mm_s=5.0, **_USUAL)) == []


_USUAL = {"least_speed_mm_s": 600.0, "most_speed_mm_s": 900.0}
