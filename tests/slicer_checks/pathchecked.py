"""From toolpaths to findings, the way a user goes, for the tests of single checks."""

import dataclasses
from typing import Any

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.finding import Finding
from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.toolpath import Toolpath
from tests.known_paths import small_path


def found(
    code: str, path: Toolpath, part: Part | None = None, process: Process | None = None
) -> list[Finding]:
    """Return the findings of one code about a toolpath."""
    report = check_toolpath(path, part, process or default_process(layer_mm=0.03))
    return [finding for finding in report.findings if finding.code == code]


def changed(path: Toolpath | None = None, /, **columns: Any) -> Toolpath:  # noqa: ANN401
    """Return a toolpath, by default the small one, with some columns of its blocks replaced."""
    path = path or small_path(4)
    return dataclasses.replace(path, blocks=dataclasses.replace(path.blocks, **columns))
