"""path-short-vectors: hatches shorter than the melt track is wide."""

import numpy as np
import pytest

from slicer_checks.toolpath import Role, Toolpath
from tests.known_paths import hatches, small_path
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import contour, drawn, hatch, limited, ring

CODE = "path-short-vectors"


def mixed(short: int, long: int, short_mm: float = 0.05, role: Role = Role.CORE) -> Toolpath:
    """Return a layer of short hatches above one of hatches of 5 mm."""
    return drawn([[hatch(hatches(long, 5.0))], [hatch(hatches(short, short_mm), role)]])


def test_long_hatches_are_right() -> None:
    """Also where they have just the limit."""
    assert found(CODE, small_path(3)) == []
    assert found(CODE, mixed(100, 10, 0.1001)) == []


@pytest.mark.parametrize(("short", "severity"), [(101, "info"), (103, "warning"), (5, None)])
def test_the_share_of_the_length_and_of_the_number(short: int, severity: str | None) -> None:
    """More than 2 % of the length is a warning, else more than 10 % of the number a note."""
    told = found(CODE, mixed(short, 50))
    assert [one.severity for one in told] == ([] if severity is None else [severity])
    for one in told:
        assert one.params["variant"] == ("count" if severity == "info" else "length")
        assert one.params["length_share"] == pytest.approx(100 * short / (short + 5000))
        assert one.params["count_share"] == pytest.approx(100 * short / (short + 50))
        assert one.where.layers == (1, 1)


def test_a_limit_that_is_off_hides_no_other() -> None:
    """Without the warning, the note is told."""
    quiet = limited("path-short-length-share", level="off")
    assert [one.severity for one in found(CODE, mixed(200, 50), process=quiet)] == ["info"]


def test_supports_contours_and_nothing_are_not_judged() -> None:
    """Round contours are made of short pieces, and supports of short lines."""
    assert found(CODE, mixed(100, 50, role=Role.SUPPORT)) == []
    assert found(CODE, drawn([[contour(ring(1.0, corners=200))]])) == []
    assert found(CODE, drawn([])) == []
    assert found(CODE, drawn([[hatch(np.zeros((6, 2)))], [hatch(np.empty((0, 2)))]])) == []
