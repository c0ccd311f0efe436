"""Compiling everything beforehand leaves nothing to compile while somebody waits."""

import numpy as np
import pytest
from numba.core import event

from slicer_checks.check import check
from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.compiling import compile_everything, faulty_corners, sample_files
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.orient import orient
from slicer_checks.read import read
from slicer_checks.read_toolpath import read_toolpath
from slicer_checks.repair import repair
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.slicing import slice_part
from slicer_checks.write_toolpath import WRITERS, write_toolpath
from tests import known_parts
from tests.known_parts import stl_bytes

PARTS: dict[str, known_parts.Triangles] = {
    "hollow": known_parts.hollow_box().triangles,
    "table": known_parts.table().triangles,
    "open": known_parts.sphere(6).triangles[30:],
    "faulty": faulty_corners().astype(np.float64),
    "soup": np.random.default_rng(3).uniform(0, 20, size=(300, 3, 3)),
}


@pytest.fixture(scope="module")
def _compiled() -> None:
    """Compile everything, or load it where it has been."""
    compile_everything()


@pytest.mark.usefixtures("_compiled")
@pytest.mark.parametrize("name", PARTS)
def test_no_part_waits_for_the_compiler(name: str) -> None:
    """After compiling everything, sound and faulty parts are worked on without compiling."""
    data = stl_bytes(PARTS[name])
    with event.install_recorder("numba:compile") as compiled:
        part = read(data, "mm")
        layers = slice_part(part, 0.3)
        layers.columns()
        check(part, layers=layers)
        repair(part)
        orient(part)

    names = [e.data["dispatcher"].py_func.__qualname__ for _, e in compiled.buffer if e.is_start]
    assert names == []


@pytest.mark.usefixtures("_compiled")
@pytest.mark.parametrize("file_format", WRITERS)
def test_no_toolpath_waits_for_the_compiler(file_format: str) -> None:
    """After compiling everything, toolpaths are made, written, read and checked at once."""
    with event.install_recorder("numba:compile") as compiled:
        part = read(stl_bytes(PARTS["table"]), "mm")
        strategy = ScanStrategy(pattern="island", gas_flow_deg=90.0, lasers=2)
        path = make_toolpath(part, strategy)
        back = read_toolpath(write_toolpath(path, file_format).data)
        check_toolpath(back, part)

    names = [e.data["dispatcher"].py_func.__qualname__ for _, e in compiled.buffer if e.is_start]
    assert names == []


def test_a_sample_of_each_compiled_reader_reads_as_a_closed_part() -> None:
    """Each sample is what it says, so that reading it compiles what an upload needs."""
    parts = [read(content) for content in sample_files()]

    assert [part.file_format for part in parts] == ["obj", "off", "ply-ascii", "ply-binary", "3mf"]
    assert all(part.watertight and part.volume_mm3 > 10 for part in parts)
