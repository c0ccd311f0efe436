"""Time from vectors, beside the estimate of layers and beside a real build.

    python -m benchmarks vectortime LOG AREAS.csv [MESH...] [--json]

LOG is a machine's log with a clock time per layer, AREAS.csv the area of each layer. Square blocks
as large as the layers of the build (nine, over its whole range) are hatched by each pattern with
the material's parameter set, and timed from their vectors; the estimate tells the time of the same
blocks from area and outline alone. A straight line through each, seconds over area, gives the two
constants of a machine: *constant* (recoating), and *rate* (mm2 of a layer per second). ``build_h``
is what they make of all layers of the build without its stops, ``error`` that against the log in
percent. The log's own line is fitted to the log, so its error says nothing.

For each MESH: hours from its vectors, by the estimate (without warming up and cooling down, and
without supports), and the one over the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks._rows import Row, document, table
from benchmarks.buildtime import Build, Floats, build_parser, load
from slicer_checks import make_toolpath, read, slice_part
from slicer_checks.estimate import estimate
from slicer_checks.formats.stl import write_stl_binary
from slicer_checks.make_toolpath import strategy_for
from slicer_checks.part import Part
from slicer_checks.pathtime import toolpath_time
from slicer_checks.scanstrategy import PATTERNS, Pattern
from tests.known_parts import box_triangles

CONSTANTS = ("name", "constant", "rate", "build_h", "error")
HOURS = ("name", "vectors_h", "estimate_h", "ratio")
BLOCKS = 9
LAYERS = 27
"""Of each block: the hatch turns by 67 degrees a layer, so directions average out."""


def constants(build: Build) -> Iterator[Row]:
    """Yield the log's constants, those of vectors by each pattern, and those of the estimate."""
    steady = build.steady
    areas = np.quantile(build.area_mm2[steady], np.linspace(0, 1, BLOCKS))
    yield _row(build, "log", build.area_mm2[steady], build.seconds[steady])
    blocks = [_block(float(area), build.process.layer_mm) for area in areas]
    for pattern in PATTERNS:
        seconds = np.array([_vectors_s(build, block, pattern).mean() for block in blocks])
        yield _row(build, f"vectors, {pattern}", areas, seconds)
    told = np.array([_estimate_s(build, block).mean() for block in blocks])
    yield _row(build, "estimate", areas, told)


def _row(build: Build, name: str, area_mm2: Floats, seconds: Floats) -> Row:
    slope, constant = np.polyfit(area_mm2, seconds, 1)
    whole = constant + slope * build.area_mm2
    return {
        "name": name,
        "constant": float(constant),
        "rate": float(1 / slope),
        "build_h": float(whole[build.steady].sum()) / 3600,
        "error": build.error(whole),
    }


def _block(area_mm2: float, layer_mm: float) -> Part:
    side_mm = float(np.sqrt(area_mm2))
    triangles = box_triangles(side_mm, side_mm, LAYERS * layer_mm).astype(np.float32)
    return read(write_stl_binary(triangles), unit="mm")


def _vectors_s(build: Build, part: Part, pattern: Pattern) -> Floats:
    laser = build.process.parameters
    strategy = replace(strategy_for(laser), pattern=pattern)
    path = make_toolpath(slice_part(part, laser.layer_mm), strategy, build.process)
    return toolpath_time(path, laser, build.machine).layer_s


def _estimate_s(build: Build, part: Part) -> Floats:
    layers = slice_part(part, build.process.layer_mm)
    return estimate(layers, build.process, machine=build.machine).layer_s


def hours(build: Build, mesh: Path) -> Row:
    """Return the row of a part: the time of its vectors beside the estimate's."""
    part = read(mesh)
    vectors_h = float(_vectors_s(build, part, "stripe").sum()) / 3600
    told = estimate(slice_part(part, build.process.layer_mm), build.process, machine=build.machine)
    wanted = ("recoat_s", "scan_s", "jump_s", "delay_s")
    estimate_h = sum(told.breakdown[name] for name in wanted) / 3600
    return {
        "name": mesh.name,
        "vectors_h": vectors_h,
        "estimate_h": estimate_h,
        "ratio": vectors_h / estimate_h,
    }


def main(arguments: list[str] | None = None) -> None:
    """Print both tables, or with ``--json`` one document."""
    parser = build_parser("vectortime", __doc__)
    parser.add_argument("meshes", metavar="MESH", type=Path, nargs="*")
    chosen = parser.parse_args(arguments)
    build = load(chosen.log, chosen.areas, chosen.material, chosen.layer_mm)
    found = list(constants(build))
    parts = [hours(build, mesh) for mesh in chosen.meshes]
    if chosen.json:
        print(document([*found, *parts]))
        return
    print(table(found, CONSTANTS))
    if parts:
        print("\n" + table(parts, HOURS))


if __name__ == "__main__":
    main()
