"""What is done with a toolpath inside a limited child: no database, no clock, no secret.

Files come in by path and go out into the child's scratch folder; the rest is JSON.
"""

import json
from pathlib import Path
from typing import Final

from printlab.child import ReportProgress
from printlab.convert.process import process_from
from printlab.convert.report import findings_document
from printlab.records import JsonObject
from slicer_checks import Part, Toolpath, check_toolpath, read, read_toolpath
from slicer_checks.pathview import path_view

__all__ = ["FILES", "check_path", "inspect_path"]

FILES: Final = ("report.json", "index.json", "layers.bin")
"""What :func:`check_path` leaves in its scratch folder."""


def inspect_path(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Read an upload and say what toolpath it is, or refuse it as ``slicer_checks`` does."""
    report_progress("reading", 0, 1)
    path = _read(request)
    return {
        "file_format": path.facts.file_format,
        "layers": len(path),
        "vectors": path.vectors,
    }


def check_path(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Read and check a toolpath, and lay its layers out for the viewer.

    ``part`` is the path of the part that it should be of, or null.
    """
    report_progress("reading", 0, 1)
    path = _read(request)
    process = process_from(request["process"])

    def progress(done: int, total: int) -> None:
        report_progress("checking", done, total)

    report = check_toolpath(path, _part(request), process, progress=progress)
    report_progress("laying-out", 0, 1)
    view = path_view(path, report.times, process.parameters)
    scratch = Path(request["scratch"])
    document = {**report.to_dict(), "findings": findings_document(report.findings)}
    contents = (json.dumps(document, allow_nan=False), json.dumps(view.index, allow_nan=False))
    for name, text in zip(FILES, contents, strict=False):
        (scratch / name).write_text(text, encoding="utf-8")
    (scratch / FILES[2]).write_bytes(view.layers)
    severities = [finding.severity for finding in report.findings]
    return {
        "file_format": path.facts.file_format,
        "layer_count": len(path),
        "vector_count": path.vectors,
        "accepted": report.accepted,
        "error_count": severities.count("error"),
        "warning_count": severities.count("warning"),
        "scan_mm": report.scan_mm,
        "jump_mm": report.jump_mm,
        "time_s": report.times.total_s,
    }


def _read(request: JsonObject) -> Toolpath:
    return read_toolpath(Path(request["path"]).read_bytes(), name=request["name"])


def _part(request: JsonObject) -> Part | None:
    asked = request["part"]
    if asked is None:
        return None
    return read(Path(asked["path"]).read_bytes(), asked["unit"], name=asked["name"])
