"""Every hostile or odd file of the shared corpus gives what its manifest says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest

from slicer_checks import Part, SlicerChecksError, check, read
from tests.known_parts import CORPUS, NO_CORPUS

ATTACKS = CORPUS / "attacks"

pytestmark = pytest.mark.skipif(not ATTACKS.is_dir(), reason=NO_CORPUS)


class Attack(TypedDict):
    """One line of the manifest."""

    path: str
    code: str


def attacks() -> list[Attack]:
    """Return the manifest's lines of mesh files that are small enough to be kept."""
    manifest = ATTACKS / "manifest.json"
    if not manifest.is_file():
        return []
    lines: list[Attack] = json.loads(manifest.read_text())
    meshes = ("stl/", "3mf/")
    return [line for line in lines if line["path"].startswith(meshes) and "note" not in line]


def part_or_none(path: Path) -> Part | None:
    """Return the part in a file, or None where it is refused."""
    try:
        return read(path)
    except SlicerChecksError:
        return None


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: str(attack["path"]))
def test_the_manifest_is_kept(attack: Attack) -> None:
    """Accepted files read as parts; rejected ones are refused, or their report does not accept."""
    part = part_or_none(ATTACKS / attack["path"])

    assert part is None or (part.triangles > 0 and part.volume_mm3 >= 0)
    assert part is not None or attack["code"] != "accept"
    assert part is None or attack["code"] != "reject" or not check(part).accepted


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound a process so")
def test_hostile_toolpaths_are_refused_within_a_bound() -> None:
    """As toolpaths, too: one sentence each, in a process with 1 GiB and two minutes for all."""
    files = sorted(path for kind in ("cli", "3mf") for path in (ATTACKS / kind).iterdir())
    asked = [sys.executable, "-m", "tests.slicer_checks.hostile_paths", *map(str, files)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["file"] for row in rows] == [path.name for path in files], done.stderr[-2000:]
    assert done.returncode == 0
    refused = [row for row in rows if "code" in row]
    assert all(row["message"].endswith(".") and "\n" not in row["message"] for row in refused)
    assert len(refused) > len(files) / 2
