"""PrusaSlicer and CuraEngine, where Debian's packages are installed: phases from their logs.

Both slice for a printer of their own kind, so only the phases that make polygons of the mesh are
counted, by the time stamps and times that they write themselves, and they are stopped after them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.slicers.work import Work

NAMES = ("PrusaSlicer", "CuraEngine")
_BED_MM = 1000
_STAMP = re.compile(r"^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+)\]")
_ACCOMPLISHED = re.compile(r"Progress: (slice|layerparts) accomplished in ([\d.]+)s")
_CURA_SETTINGS = {
    "adaptive_layer_height_enabled": "false", "adhesion_type": "none",
    "alternate_carve_order": "true", "anti_overhang_mesh": "false",
    "carve_multiple_volumes": "true", "center_object": "true",
    "conical_overhang_enabled": "false", "cutting_mesh": "false", "extruder_nr": "0",
    "hole_xy_offset": "0", "infill_mesh": "false", "machine_center_is_zero": "true",
    "machine_depth": str(_BED_MM), "machine_extruder_count": "1",
    "machine_extruders_share_nozzle": "false", "machine_height": str(_BED_MM),
    "machine_width": str(_BED_MM), "magic_mesh_surface_mode": "normal",
    "material_shrinkage_percentage": "100", "mesh_position_x": "0", "mesh_position_y": "0",
    "mesh_position_z": "0", "mesh_rotation_matrix": "[[1,0,0], [0,1,0], [0,0,1]]",
    "meshfix_extensive_stitching": "false", "meshfix_keep_open_polygons": "false",
    "meshfix_union_all": "true", "meshfix_union_all_remove_holes": "false",
    "minimum_polygon_circumference": "1", "mold_enabled": "false", "prime_tower_enable": "false",
    "slicing_tolerance": "middle", "support_mesh": "false", "wireframe_enabled": "false",
    "xy_offset": "0", "xy_offset_layer_0": "0",
}  # fmt: skip
"""What CuraEngine asks for until its layer parts are made, at its own default values."""


def measure(name: str, work: Work, folder: Path) -> dict[str, Any]:
    """Return the time of a program's slicing phases, or why it could not be asked."""
    command, read_log, includes = {
        "PrusaSlicer": (_prusa_command, prusa_wall_s, "SLA: slice_mesh up to support points"),
        "CuraEngine": (_cura_command, cura_wall_s, "slice and layer parts, union_all on"),
    }[name]
    arguments = command(work, folder)
    if shutil.which(arguments[0]) is None:
        return {"missing": f"{arguments[0]} is not installed"}
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder
    ) as running:
        lines = running.stdout or ()
        wall_s = read_log(lines)
        running.kill()
    if wall_s is None:
        return {"missing": f"{arguments[0]} did not slice {Path(work.stl).name}"}
    return {
        "includes": f"{includes}; its own threads, as many as it takes",
        "version": _version(arguments[0]),
        "wall_s": wall_s,
        "layers_cut": work.layers,
    }


def _prusa_command(work: Work, folder: Path) -> list[str]:
    bed = f"0x0,{_BED_MM}x0,{_BED_MM}x{_BED_MM},0x{_BED_MM}"
    display = ["--display-width", str(_BED_MM), "--display-height", str(_BED_MM)]
    display += ["--display-pixels-x", "10", "--display-pixels-y", "10"]
    layer = ["--layer-height", f"{work.layer_mm}", "--initial-layer-height", f"{work.layer_mm}"]
    plain = ["--supports-enable=0", "--pad-enable=0", "--max-print-height", str(_BED_MM)]
    where = ["--bed-shape", bed, "-o", str(folder / "out.sl1")]
    sla = ["--export-sla", "--printer-technology", "SLA", "--loglevel", "4"]
    return ["prusa-slicer", *sla, *layer, *plain, *display, *where, work.stl]


def prusa_wall_s(lines: Iterable[str]) -> float | None:
    """Return the seconds from the start of slicing to its end by PrusaSlicer's time stamps."""
    start = None
    for line in lines:
        stamp = _STAMP.match(line)
        if stamp is None:
            continue
        moment = datetime.fromisoformat(stamp[1])
        if "slice_mesh to polygons" in line:
            start = moment
        elif start is not None and "Generating support points" in line:
            return (moment - start).total_seconds()
    return None


def _cura_command(work: Work, folder: Path) -> list[str]:
    thickness = f"{work.layer_mm}"
    settings = _CURA_SETTINGS | {"layer_height": thickness, "layer_height_0": thickness}
    children = {
        name: {"label": name, "type": "str", "default_value": value}
        for name, value in settings.items()
    }
    definition = folder / "printer.def.json"
    definition.write_text(
        json.dumps(
            {
                "name": "printer",
                "version": 2,
                "metadata": {"machine_extruder_trains": {"0": "none.json"}},
                "settings": {"all": {"label": "all", "type": "category", "children": children}},
            }
        )
    )
    out = ["-o", str(folder / "out.gcode"), "-l", work.stl]
    return ["CuraEngine", "slice", "-v", "-p", "-j", str(definition), *out]


def cura_wall_s(lines: Iterable[str]) -> float | None:
    """Return the seconds of CuraEngine's slicing and layer parts, by its own progress report."""
    phases: dict[str, float] = {}
    for line in lines:
        told = _ACCOMPLISHED.search(line)
        if told:
            phases[told[1]] = float(told[2])
        if len(phases) == 2:  # noqa: PLR2004  both phases are told
            return sum(phases.values())
    return None


def _version(program: str) -> str:
    question = "help" if program == "CuraEngine" else "--help"
    told = subprocess.run([program, question], capture_output=True, text=True, check=False)
    found = re.search(r"(?:version |PrusaSlicer-)(\d[\w.]*)", told.stdout + told.stderr)
    return found[1] if found else "unknown"
