"""The toolpaths of the busy lab: one of a student's submission, one of a build."""

import json
from functools import cache

from printlab.convert.report import findings_document
from printlab.files import Files
from printlab.records import Base, Toolpath
from slicer_checks import check_toolpath, default_process, write_toolpath
from slicer_checks.pathview import path_view
from tests.known_paths import small_path
from tests.slicer_checks.pathchecked import changed
from tests.web.busy_shop import NOW


@cache
def _contents() -> tuple[bytes, bytes, bytes, bytes]:
    """Return a file whose second contour is open, its report, its index and its layers."""
    points = small_path(3).blocks.points_mm.copy()
    points[4] += (2.0, 1.0)
    path = changed(small_path(3), points_mm=points)
    process = default_process("316L")
    report = check_toolpath(path, process=process)
    view = path_view(path, report.times, process.parameters)
    document = {**report.to_dict(), "findings": findings_document(report.findings)}
    told = (json.dumps(document).encode(), json.dumps(view.index).encode())
    return write_toolpath(path, "cli").data, *told, view.layers


def toolpaths(files: Files) -> list[Base]:
    """Store what belongs to the toolpaths, and return their rows."""
    file, report, index, layers = (files.put(content) for content in _contents())
    return [
        Toolpath(
            id=f"t{number}",
            organisation_id="delta",
            user_id=owner,
            **of_what,
            file_sha256=file,
            file_name="bracket.cli",
            file_bytes=len(_contents()[0]),
            file_format="cli",
            state="checked",
            layer_count=3,
            vector_count=42,
            report_sha256=report,
            index_sha256=index,
            layers_sha256=layers,
            accepted=False,
            error_count=1,
            warning_count=0,
            scan_mm=500.0,
            jump_mm=40.0,
            time_s=90.0,
            checked_at=NOW,
        )
        for number, owner, of_what in (
            (2, "student", {"submission_id": "s2", "part_revision_id": "r2"}),
            (3, "operator", {"build_id": "n1b2"}),
        )
    ]
