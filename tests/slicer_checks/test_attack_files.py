"""Every hostile or odd mesh file of the shared corpus gives what its manifest says."""

import json
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
