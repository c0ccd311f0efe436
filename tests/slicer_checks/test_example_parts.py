"""The example parts and the script that makes them."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from slicer_checks import check, read

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PARTS = EXAMPLES / "parts"


def test_the_script_makes_the_parts_that_are_kept(tmp_path: Path) -> None:
    """Running the script gives the parts in examples/parts, but for rounding in the last digit."""
    script = EXAMPLES / "make_parts.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path], check=True, capture_output=True, text=True
    )
    made = sorted(path.name for path in tmp_path.iterdir())

    assert made == sorted(path.name for path in PARTS.iterdir())
    assert sorted(done.stdout.split()) == made
    for name in made:
        fresh, kept = read(tmp_path / name), read(PARTS / name)
        assert fresh.triangles == kept.triangles
        assert fresh.volume_mm3 == pytest.approx(kept.volume_mm3, rel=1e-6)
        assert fresh.area_mm2 == pytest.approx(kept.area_mm2, rel=1e-6)


@pytest.mark.parametrize("name", ["bracket", "nozzle", "lattice"])
def test_a_sound_example_is_accepted(name: str) -> None:
    """Bracket, nozzle and lattice are closed single bodies that can be printed."""
    report = check(read(PARTS / f"{name}.stl"))

    assert report.accepted
    assert report.part.watertight
    assert report.part.bodies == 1


def test_the_faulty_example_shows_its_faults() -> None:
    """The faulty bracket leaks, has a thin fin, loose bodies and a start in mid-air."""
    report = check(read(PARTS / "faulty-bracket.stl"))
    codes = {finding.code for finding in report.findings}

    assert not report.accepted
    assert {"not-watertight", "thin-wall", "several-bodies", "unsupported-island"} <= codes


def test_the_nozzle_holds_itself() -> None:
    """The nozzle's channel and slot are drawn so that nothing hangs over powder."""
    assert check(read(PARTS / "nozzle.stl")).findings == ()


def test_importing_the_script_writes_nothing() -> None:
    """The builders can be used from elsewhere without writing files."""
    names = runpy.run_path(str(EXAMPLES / "make_parts.py"))

    assert {"bracket", "nozzle", "lattice", "faulty_bracket"} <= set(names)
