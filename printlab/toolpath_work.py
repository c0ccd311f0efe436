"""What is done with a toolpath inside a limited child: no database, no clock, no secret.

Files come in by path and go out into the child's scratch folder; the rest is JSON.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

from printlab.child import ReportProgress
from printlab.convert.process import process_from
from printlab.convert.report import findings_document
from printlab.recipe import Recipe, recipe_from
from printlab.records import JsonObject
from slicer_checks import (
    Part,
    Process,
    ScanStrategy,
    Toolpath,
    check_toolpath,
    make_toolpath,
    read,
    read_toolpath,
    write_toolpath,
)
from slicer_checks.make_toolpath import changed_sets, strategy_on
from slicer_checks.pathview import path_view
from slicer_checks.plate import LaidCopy, plate_3mf, plate_part
from slicer_checks.scanstrategy import Pattern

__all__ = ["FILES", "MADE", "PLATE", "check_path", "inspect_path", "lay_out", "make_path"]

FILES: Final = ("report.json", "index.json", "layers.bin")
"""What :func:`check_path` leaves in its scratch folder."""
PLATE: Final = "plate.3mf"
"""What :func:`lay_out` leaves there."""
MADE: Final = "toolpath.ovf"
"""What :func:`make_path` leaves there as well."""


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

    ``part`` is the path of the part that it should be of, or null; ``copies`` are those of the
    build that it should be of.
    """
    report_progress("reading", 0, 1)
    path = _read(request)
    part = _plate(request, report_progress) if request["copies"] else _part(request)
    return _check(path, part, request, report_progress)


def lay_out(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Write the copies of a build where they lie on the platform, as 3MF."""
    content = plate_3mf(_copies(request, report_progress))
    (Path(request["scratch"]) / PLATE).write_bytes(content)
    return {"bytes": len(content)}


def make_path(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Make the toolpath of a build as OVF, by its ``recipe``; check the file as one handed in."""
    plate = _plate(request, report_progress)
    process = process_from(request["process"])
    report_progress("making", 0, 1)
    strategy = _strategy(process, recipe_from(request["recipe"]))
    content = write_toolpath(make_toolpath(plate, strategy, process), "ovf").data
    (Path(request["scratch"]) / MADE).write_bytes(content)
    path = read_toolpath(content, name=request["name"])
    answer = _check(path, plate, request, report_progress)
    return {**answer, "file_bytes": len(content)}


def _strategy(process: Process, recipe: Recipe) -> ScanStrategy:
    """Return the strategy of a process's machine with what the recipe asks for."""
    usual = strategy_on(process)
    skins = {"up-skin": recipe.up_skin, "down-skin": recipe.down_skin}
    changes = {name: (skin.power_w, skin.speed_mm_s) for name, skin in skins.items()}
    return replace(
        usual,
        pattern=cast(Pattern, recipe.pattern) if recipe.pattern else usual.pattern,
        support_mm=recipe.support_mm,
        up_skin_layers=recipe.up_skin.layers,
        down_skin_layers=recipe.down_skin.layers,
        sets=changed_sets(process.parameters, changes),
    )


def _plate(request: JsonObject, report_progress: ReportProgress) -> Part:
    return plate_part(_copies(request, report_progress), request["name"])


def _copies(request: JsonObject, report_progress: ReportProgress) -> list[LaidCopy]:
    """Read each file once and lay its copies down."""
    asked = request["copies"]
    parts: dict[tuple[str, str], Part] = {}
    laid = []
    for number, copy in enumerate(asked):
        report_progress("reading", number, len(asked))
        key = (copy["path"], copy["unit"])
        if key not in parts:
            content = Path(copy["path"]).read_bytes()
            parts[key] = read(content, copy["unit"], name=copy["name"])
        where = {name: copy[name] for name in ("x_mm", "y_mm", "turn_deg", "label")}
        laid.append(LaidCopy(part=parts[key], **where))
    return laid


def _check(
    path: Toolpath, part: Part | None, request: JsonObject, report_progress: ReportProgress
) -> JsonObject:
    """Leave report, index and layers in the scratch folder, and return the numbers."""
    process = process_from(request["process"])

    def progress(done: int, total: int) -> None:
        report_progress("checking", done, total)

    planned = bool(request["copies"])
    report = check_toolpath(path, part, process, planned=planned, progress=progress)
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
