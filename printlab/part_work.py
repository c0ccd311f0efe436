"""What is done with a part inside a limited child: no database, no clock, no secret.

Files come in by path and go out into the child's scratch folder; the rest is JSON.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from printlab.child import ReportProgress
from printlab.convert.process import process_from
from printlab.convert.report import estimate_document, report_document
from printlab.machine_choice import Work, choose
from printlab.part_offers import (
    MENDED,
    comma_picture,
    mended,
    orientation_pictures,
    orientations,
)
from printlab.records import JsonObject
from slicer_checks import (
    Estimate,
    LayerStack,
    Part,
    Process,
    Report,
    check,
    estimate,
    read,
)
from slicer_checks.pictures.gallery import Picture, gallery
from slicer_checks.report import has_volume
from slicer_checks.reports.subject import process_facts
from slicer_checks.shadow import shadow_rings_mm
from slicer_checks.slicing import slice_for
from slicer_checks.spread import laser_factors
from slicer_checks.supports import Supports, supports_of

__all__ = ["FILES", "check_part", "inspect_part", "picture_files"]

FILES: Final = ("report.json", "layers.npz", "picture.png", "picture-dark.png")
"""What :func:`check_part` leaves in its scratch folder, beside the pictures it names."""


def inspect_part(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Read an upload and say what part it is, or refuse it as ``slicer_checks`` does."""
    report_progress("reading", 0, 1)
    part = _read(request)
    return {
        "file_format": part.file_format,
        "unit": part.unit,
        "unit_guess": part.unit_guess.unit,
        "unit_asked": part.unit_guess.evidence == "unit-asked",
        "triangles": part.triangles,
        "volume_mm3": part.volume_mm3,
        "area_mm2": part.area_mm2,
        "size_mm": list(part.size_mm),
    }


def check_part(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Read, slice, check, estimate and draw a part, and find when it could be ready."""
    report_progress("reading", 0, 1)
    part = _read(request)
    every = process_from(request["process"])
    wanted = tuple(machine for machine in every.machines if machine.name in request["wanted"])
    process = replace(every, machines=wanted)
    layers = slice_for(part, process)
    layers.trace(_stage(report_progress, "slicing"))
    report = check(part, process, layers, progress=_stage(report_progress, "checking"))
    supports = supports_of(part, process)
    placed = _placed(part, layers, process, supports)
    report_progress("finding-a-date", 0, 1)
    work = Work(layers=layers, process=every, supports=supports, placed=placed)
    choice, ready = choose(work, request)
    cost = choice.cost
    answer = {**_numbers(part, layers, report, cost), **placed, "ready": ready}
    answer["priced_machine_id"] = choice.machine_id
    answer["scan_time_s"] = cost.scan_time_s * every.machine(cost.machine).lasers
    scratch = Path(request["scratch"])
    report_progress("offering", 0, 1)
    ways = orientations(part, process)
    document = report_document(report)
    document |= {
        "estimate": estimate_document(cost),
        "supports": supports.to_dict(),
        "process": process_facts(process),
        "repair": mended(report, scratch),
        "orientations": [way.to_dict() for way in ways],
        "ready": answer["ready"],
    }
    (scratch / FILES[0]).write_text(json.dumps(document, allow_nan=False), encoding="utf-8")
    columns = {**layers.columns(), "layer_s": cost.layer_s}
    np.savez_compressed(scratch / FILES[1], allow_pickle=False, **columns)
    report_progress("drawing", 0, 1)
    pictures = gallery(
        report, process, themes=("light", "dark"), progress=_stage(report_progress, "drawing")
    )
    drawn = (*pictures, comma_picture(report), *orientation_pictures(part, ways))
    answer["pictures"] = [_kept(picture, scratch) for picture in drawn]
    answer["mended"] = (scratch / MENDED).is_file()
    return answer


def _placed(part: Part, layers: LayerStack, process: Process, supports: Supports) -> JsonObject:
    """Say what a plan counts with: plans of any machine, so without what one alone taught."""
    untaught = replace(process, calibrations=())
    machine = process.machines[0]
    planned = estimate(layers, untaught, machine=machine, supports=supports)
    low, high = laser_factors(planned.breakdown)
    return {
        "size_x_mm": part.size_mm[0],
        "size_y_mm": part.size_mm[1],
        "height_mm": layers.height_mm,
        "footprint_mm": shadow_rings_mm(part),
        "planned_laser_s": planned.scan_time_s * machine.lasers,
        "planned_laser_low": low,
        "planned_laser_high": high,
    }


def _read(request: JsonObject) -> Part:
    return read(Path(request["path"]).read_bytes(), request["unit"], name=request["name"])


def _stage(report_progress: ReportProgress, stage: str) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        report_progress(stage, done, total)

    return progress


def _numbers(part: Part, layers: LayerStack, report: Report, cost: Estimate) -> JsonObject:
    severities = [finding.severity for finding in report.findings]
    known = has_volume(report.findings)
    x_mm, y_mm, z_mm = part.size_mm
    return {
        "accepted": report.accepted,
        "error_count": severities.count("error"),
        "warning_count": severities.count("warning"),
        "size_x_mm": x_mm,
        "size_y_mm": y_mm,
        "size_z_mm": z_mm,
        "volume_mm3": part.volume_mm3,
        "layer_count": len(layers),
        "height_mm": cost.height_mm,
        "time_s": cost.time_s,
        "time_low_s": cost.time_low_s,
        "time_high_s": cost.time_high_s,
        "mass_g": cost.mass_g if known else None,
        "support_mass_g": cost.support_mass_g,
        "powder_g": cost.powder_g if known else None,
        "removal_s": cost.removal_s,
    }


def _kept(picture: Picture, scratch: Path) -> JsonObject:
    """Leave a picture in the scratch folder, and say what it is."""
    names = (FILES[2], FILES[3]) if picture.name == "part" else picture_files(picture.name)
    for name, content in zip(names, picture.png.values(), strict=True):
        (scratch / name).write_bytes(content)
    return {
        "name": picture.name,
        "finding": picture.finding,
        "code": picture.code,
        "params": dict(picture.params),
    }


def picture_files(name: str) -> tuple[str, str]:
    """Return the names of a picture's files in the scratch folder: light and dark."""
    return (f"{name}-light.png", f"{name}-dark.png")
