"""The compiled drawing does what its Python source says."""

import importlib
import io
import sys
from collections.abc import Iterator
from types import ModuleType

import matplotlib.image
import numba
import numpy as np
import numpy.typing as npt
import pytest

from slicer_checks import Finding, Where
from slicer_checks.pictures import part_picture
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import part_of

COLLAPSED = np.array([[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [4.0, 0.0, 0.0]]])
TABLE = part_of(box_triangles(4, 4, 10), moved(box_triangles(20, 20, 3), -8, -8, 10.0), COLLAPSED)
FINDING = Finding(
    code="overhang", severity="warning", where=Where(faces=tuple(range(12, 20)), faces_total=8)
)


@pytest.fixture(scope="module")
def compiled() -> npt.NDArray[np.float64]:
    """Draw with the compiled source, before compilation is switched off."""
    return _pixels(part_picture(TABLE, [FINDING], width_px=90))


@pytest.fixture(scope="module")
def plain(compiled: npt.NDArray[np.float64]) -> Iterator[ModuleType]:
    """Import the drawing again without compilation; leave the compiled one in place."""
    assert compiled.size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba.config, "DISABLE_JIT", True)
        for name in [name for name in sys.modules if name.split(".")[0] == "slicer_checks"]:
            patch.delitem(sys.modules, name)
        yield importlib.import_module("slicer_checks.pictures.part_picture")


def _pixels(png: bytes) -> npt.NDArray[np.float64]:
    return np.asarray(matplotlib.image.imread(io.BytesIO(png), format="png"), dtype=np.float64)


def test_both_draw_the_same(compiled: npt.NDArray[np.float64], plain: ModuleType) -> None:
    """A table with a hot top looks the same drawn by the compiled and by the plain source."""
    interpreted = _pixels(plain.part_picture(TABLE, [FINDING], width_px=90))

    assert compiled.shape == interpreted.shape
    assert np.abs(compiled - interpreted).mean() < 1e-3
