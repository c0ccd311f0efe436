"""path-rotation: how the hatch turns from layer to layer."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.read import read
from slicer_checks.scanstrategy import Pattern, ScanStrategy
from slicer_checks.toolpath import Toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import hatches
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import (
    REAL_FILES,
    contour,
    drawn,
    hatch,
    needs_corpus,
    real,
    ring,
    turned,
)

CODE = "path-rotation"


def turning(degrees: Iterable[float]) -> Toolpath:
    """Return a layer of hatches for each direction."""
    return drawn([[hatch(turned(hatches(20), one))] for one in degrees])


def made(pattern: Pattern, rotation_deg: float) -> Toolpath:
    """Return a made toolpath of a block."""
    part = read(stl_bytes(box_triangles(20.0, 14.0, 0.9)), "mm")
    strategy = ScanStrategy(pattern=pattern, rotation_deg=rotation_deg)
    return make_toolpath(part, strategy, default_process(layer_mm=0.03))


@pytest.mark.parametrize("pattern", ["meander", "stripe", "island"])
def test_a_steady_turn_is_right(pattern: Pattern) -> None:
    """By 67 degrees no layer runs as the one below; chessboards have no direction."""
    assert found(CODE, made(pattern, 67.0)) == []
    assert found(CODE, turning(np.arange(200) * 67.0)) == []


@pytest.mark.parametrize("pattern", ["meander", "stripe"])
def test_a_hatch_that_does_not_turn_is_a_warning(pattern: Pattern) -> None:
    """Opposite directions are the same, too."""
    for rotation_deg in (0.0, 180.0, 4.9):
        (finding,) = found(CODE, made(pattern, rotation_deg))
        assert (finding.severity, finding.params["variant"]) == ("warning", "same")
        assert finding.value == 100.0
        assert finding.where.layers == (1, 29)


@pytest.mark.parametrize(("same", "told"), [(1, 0), (2, 1)])
def test_a_single_layer_that_does_not_turn_is_let_pass(same: int, told: int) -> None:
    """One in twenty is the limit."""
    turns = [67.0] * (21 - same) + [5.0 - 0.01] * same
    findings = found(CODE, turning(np.cumsum(turns)))
    assert len(findings) == told
    assert all(finding.params["count"] == same for finding in findings)


def test_a_square_turn_is_a_note() -> None:
    """Each direction comes back in the next layer but one."""
    (finding,) = found(CODE, made("meander", 90.0))
    assert (finding.severity, finding.params["variant"]) == ("info", "square")
    assert found(CODE, turning([0.0, 90.0, 0.0])) == []


def test_an_irregular_turn_is_a_note() -> None:
    """Where most layers do not turn as the commonest do, that turn is told."""
    turns = [67.0, 30.0, 67.0, 110.0, 150.0, 67.0, 20.0, 40.0, 135.0, 120.0]
    (finding,) = found(CODE, turning(np.cumsum(turns)))
    assert (finding.severity, finding.params["variant"]) == ("info", "irregular")
    assert finding.params["usual_deg"] == pytest.approx(67.0)


def test_layers_without_a_hatch_are_passed_by() -> None:
    """One layer, contours only, and layers between which one is empty have no turn."""
    assert found(CODE, turning([30.0])) == []
    assert found(CODE, drawn([[contour(ring(5.0))]] * 4)) == []
    assert found(CODE, drawn([[hatch(hatches(9))], [], [hatch(hatches(9))], []])) == []
    assert found(CODE, drawn([])) == []


@pytest.mark.parametrize("degrees", [0.0, 30.0, 90.0, 135.0, 179.9])
def test_the_direction_of_the_top_is_reported(degrees: float) -> None:
    """From x, counter-clockwise, opposite ones alike; None where it runs several ways or none."""
    report = check_toolpath(turning([7.0, degrees]))
    assert report.top_hatch_deg == pytest.approx(degrees, abs=0.01)
    assert f"{degrees:.0f}° from x" in report.summary()
    assert check_toolpath(turning([7.0, degrees + 180.0])).top_hatch_deg == report.top_hatch_deg
    empty_above = drawn([[hatch(turned(hatches(20), degrees))], []])
    assert check_toolpath(empty_above).top_hatch_deg == report.top_hatch_deg
    assert check_toolpath(made("island", 67.0)).top_hatch_deg is None
    assert check_toolpath(drawn([[contour(ring(5.0))]])).top_hatch_deg is None


@needs_corpus
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.name)
def test_the_square_turns_of_real_files_are_found(file: Path) -> None:
    """The three public ILT files turn by 90 degrees."""
    told = [(one.severity, one.params["variant"]) for one in found(CODE, real(file.name))]
    assert told == ([("info", "square")] if file.suffix == ".ilt" else [])
