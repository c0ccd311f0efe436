"""The example scripts run and show what they promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {
    "check_part.py": ["faulty-bracket.stl: not accepted", "not-watertight", "thin-wall"],
    "compare_materials.py": ["nozzle.stl", "316L", "AlSi10Mg", "Ti6Al4V", "IN718", "1.2709"],
    "plan_parts.py": ["Schedule (", "bracket", "nozzle", "hinge", "placements certified"],
}


@pytest.mark.parametrize("script", PROMISED)
def test_an_example_shows_what_it_promises(script: str, tmp_path: Path) -> None:
    """Started from anywhere, a script ends well and prints its table."""
    ran = subprocess.run(
        [sys.executable, ROOT / "examples" / script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    for words in PROMISED[script]:
        assert words in ran.stdout
