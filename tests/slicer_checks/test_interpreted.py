"""The compiled kernels do what their Python source says.

The package is imported once more with numba switched off, and small parts go through both.
"""

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

import numba
import numpy as np
import pytest

from slicer_checks.layerstack import LayerStack
from slicer_checks.read import read
from slicer_checks.slicing import slice_part
from tests import known_parts
from tests.known_parts import Triangles, stl_bytes


@pytest.fixture(scope="module")
def plain() -> Iterator[dict[str, ModuleType]]:
    """Import the modules again without compilation; leave the compiled ones in place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba.config, "DISABLE_JIT", True)
        for name in [name for name in sys.modules if name.split(".")[0] == "slicer_checks"]:
            patch.delitem(sys.modules, name)
        modules = {
            name: importlib.import_module(f"slicer_checks.{name}") for name in ("read", "slicing")
        }
    with np.errstate(all="ignore"):
        yield modules


def soup() -> Triangles:
    """Return triangles that hang together nowhere."""
    return np.random.default_rng(5).uniform(0, 4, size=(40, 3, 3))


def half_flipped() -> Triangles:
    """Return a coarse ball with every second facet turned."""
    triangles = known_parts.sphere(3, 8, 6).triangles.copy()
    triangles[::2] = triangles[::2, ::-1]
    return triangles


def floating() -> Triangles:
    """Return a tube on a plate, a block in mid-air, and a ledge that touches nothing below."""
    parts = (
        known_parts.tube(3, 2, 2, 8).triangles,
        known_parts.moved(known_parts.box_triangles(1, 1, 2), 5, 5, 1.2),
        known_parts.moved(known_parts.box_triangles(8, 8, 1), -4, -4, 2.0),
    )
    return np.concatenate(parts)


def overlapping() -> Triangles:
    """Return two blocks that overlap in part and a third inside the first."""
    block = known_parts.box_triangles(3, 3, 2)
    inner = known_parts.moved(known_parts.box_triangles(1, 1, 2), 0.5, 0.5)
    return np.concatenate((block, known_parts.moved(block, 2, 1), inner))


def cracked() -> Triangles:
    """Return a coarse ball whose facets stand a float32 step apart."""
    exact = known_parts.sphere(3, 8, 6).triangles.astype(np.float32)
    jitter = np.random.default_rng(6).integers(-1, 2, size=exact.shape)
    return np.asarray(exact + jitter * np.spacing(np.float32(2)).astype(np.float64))


PARTS = {
    "frustum": lambda: known_parts.frustum(4, 2, 3, 9).triangles,
    "leaning": lambda: known_parts.rotated(known_parts.table(6, 1, 3).triangles, 20, axis=0),
    "hollow": lambda: known_parts.hollow_box(4, 2).triangles,
    "inverted": lambda: known_parts.inverted_cube(2).triangles,
    "open": lambda: known_parts.cube(2).triangles[1:],
    "fan": lambda: known_parts.fan(600, 2, 1),
    "soup": soup,
    "flipped": half_flipped,
    "floating": floating,
    "overlapping": overlapping,
    "cracked": cracked,
}


@pytest.mark.parametrize("name", PARTS)
def test_compiled_and_plain_agree(name: str, plain: dict[str, ModuleType]) -> None:
    """Reading and slicing give the same numbers compiled and interpreted."""
    data = stl_bytes(PARTS[name]())
    compiled = slice_part(read(data, "mm"), 0.31)
    interpreted = plain["slicing"].slice_part(plain["read"].read(data, "mm"), 0.31)

    for column, values in compiled.columns().items():
        assert interpreted.columns()[column] == pytest.approx(values, abs=1e-9, nan_ok=True), column
    assert isinstance(compiled, LayerStack)
    for one, two in zip(interpreted.contours(), compiled.contours(), strict=True):
        assert one.points_mm == pytest.approx(two.points_mm, abs=1e-9)
