"""The commands below toolpath, run as a shell would, and small files for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from printlab.cli import main
from slicer_checks import write_toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import small_path
from tests.printlab.standard_error import but_for_compiling

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line and returns its code and what it printed."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["toolpath", *map(str, arguments)])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, but_for_compiling(err)

    return call


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Write a small box."""
    path = tmp_path / "box.stl"
    path.write_bytes(stl_bytes(box_triangles(6.0, 5.0, 0.3)))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write the small toolpath."""
    file = tmp_path / "path.ovf"
    file.write_bytes(write_toolpath(small_path(4), "ovf").data)
    return file
