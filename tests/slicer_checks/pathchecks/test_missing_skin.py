"""path-missing-skin: areas over powder that are scanned as the inside of a part."""

import numpy as np
import pytest

from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.read import read
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import Role, Toolpath
from tests.known_parts import frustum, stl_bytes, table
from tests.slicer_checks.pathchecked import changed, found
from tests.slicer_checks.pathdrawn import limited

CODE = "path-missing-skin"


def scanned(triangles: np.ndarray, skins: int = 0) -> Toolpath:
    """Return a part's toolpath with skins of so many layers below it."""
    strategy = ScanStrategy(down_skin_layers=skins)
    return make_toolpath(read(stl_bytes(triangles)), strategy, default_process(layer_mm=0.03))


def test_an_underside_without_a_set_is_told() -> None:
    """Below a plate of 6 mm by 10 mm on two legs of 1.5 mm; with a down-skin nothing is said."""
    top = table(6.0, 1.5, 0.9).triangles
    (finding,) = found(CODE, scanned(top))
    assert finding.severity == "info"
    assert finding.params["count"] == 1
    assert finding.value == pytest.approx(3.0 * 10.0, rel=0.05)
    assert finding.params["area_mm2"] == pytest.approx(finding.value)
    assert finding.where.layers == (finding.params["layer"],) * 2
    assert found(CODE, scanned(top, skins=2)) == []


def test_a_side_that_carries_itself_is_no_underside() -> None:
    """At 60 degrees nothing faces down, at 20 degrees all around does."""
    assert found(CODE, scanned(frustum(5.0, 8.0, 5.19, 256).triangles)) == []
    assert found(CODE, scanned(frustum(5.0, 8.0, 1.08, 256).triangles))


def test_what_a_file_does_not_say_is_not_judged() -> None:
    """Neither files without roles, nor with the limit off or wider."""
    path = scanned(table(6.0, 1.5, 0.9).triangles)
    unsaid = np.full_like(path.blocks.block_role, Role.UNSAID)
    assert found(CODE, changed(path, block_role=unsaid)) == []
    assert found(CODE, path, process=limited("path-skin-area", level="off")) == []
    assert found(CODE, path, process=limited("path-skin-area", value=40.0)) == []
