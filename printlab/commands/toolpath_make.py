"""``printlab toolpath make PART OUT``: contours and hatch of a part's layers."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf, isfinite, isnan
from pathlib import Path
from typing import Any

import click

from printlab.commands.chosen_process import chosen_process
from printlab.commands.toolpath_losses import loss_rows, rounded_number, written_lines
from printlab.errors import Unreadable
from printlab.out_file import refuse_unfit, write_whole
from printlab.progress_bar import progress_bar
from printlab.version import __version__
from slicer_checks import (
    Part,
    SlicerChecksError,
    Toolpath,
    read,
    render,
    render_error,
    write_toolpath,
)
from slicer_checks import make_toolpath as make
from slicer_checks.errors import NotAskable
from slicer_checks.fit import on_plate
from slicer_checks.hatching.lasers import side_by_side
from slicer_checks.hatching.leftout import left_out_mm2
from slicer_checks.machine import Fields
from slicer_checks.make_toolpath import SETS, changed_sets, strategy_for, strategy_on
from slicer_checks.pathchecks.no_hatch import no_hatch
from slicer_checks.pathchecks.outside_platform import outside_platform
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathreport import PathReport
from slicer_checks.process import Process
from slicer_checks.scanstrategy import LASERS_SHARED, PATTERNS, ScanStrategy
from slicer_checks.slicing import slice_for
from slicer_checks.texts import word
from slicer_checks.toolpath import Floats
from slicer_checks.write_toolpath import ENDINGS, WRITERS, format_of

__all__ = ["SCHEMA", "toolpath_make"]

SCHEMA = "printlab/toolpath/1"
_PATH = click.Path(path_type=Path)
_OWN = (
    "hatch_mm",
    "rotation_deg",
    "start_deg",
    "contours",
    "contour_distance_mm",
    "beam_mm",
    "hatch_offset_mm",
    "stripe_mm",
    "stripe_overlap_mm",
    "island_mm",
    "island_overlap_mm",
    "shortest_mm",
    "drop_mm",
    "contours_first",
    "gas_flow_deg",
    "up_skin_layers",
    "down_skin_layers",
    "support_mm",
    "lasers",
)
"""Options that change a number of the strategy, by its name."""


@click.command("make")
@click.argument("part", type=_PATH)
@click.argument("out", type=_PATH)
@click.option("--strategy", type=click.Choice(PATTERNS), help="Else that of the parameter set.")
@click.option("--hatch-mm", type=float, metavar="H", help="Distance of the hatch's lines.")
@click.option("--layer-mm", type=float, metavar="T", help="Layer; else the parameter set's.")
@click.option("--rotation-deg", type=float, metavar="D", help="Turn from layer to layer. [67]")
@click.option("--start-deg", type=float, metavar="D", help="Direction in the first layer. [57]")
@click.option("--contours", type=click.IntRange(0, 20), help="How many contours.")
@click.option("--contour-distance-mm", type=float, metavar="D", help="Between contours. [0.1]")
@click.option("--inside-out", is_flag=True, help="Inner contours before outer ones.")
@click.option("--contours-first", is_flag=True, default=None, help="Contours before the hatch.")
@click.option(
    "--hatch-offset-mm",
    type=float,
    metavar="D",
    help="Contour to hatch's ends. [hatch distance, up to 0.1]",
)
@click.option("--beam-mm", type=float, metavar="W", help="Width of the melt track. [0.1]")
@click.option("--stripe-mm", type=float, metavar="W", help="Width of stripes.")
@click.option("--stripe-overlap-mm", type=float, metavar="D", help="Overlap of stripes.")
@click.option("--island-mm", type=float, metavar="W", help="Side of islands. [5]")
@click.option("--island-overlap-mm", type=float, metavar="D", help="Overlap of islands. [0.1]")
@click.option("--shortest-mm", type=float, metavar="L", help="No cut of stripes leaves less. [0.5]")
@click.option("--drop-mm", type=float, metavar="L", help="No shorter hatch line. [0.01]")
@click.option(
    "--lasers", type=click.IntRange(1, LASERS_SHARED), help="So many share the work. [machine's]"
)
@click.option(
    "--field",
    "fields",
    type=(float, float, float, float),
    multiple=True,
    metavar="X Y X Y",
    help="Scan field of a laser by two corners; one for each, side by side. [machine's]",
)
@click.option("--gas-flow-deg", type=float, metavar="D", help="Where the shielding gas flows to.")
@click.option("--up-skin-layers", type=click.IntRange(0, 20), help="Layers of up-skin. [0]")
@click.option("--down-skin-layers", type=click.IntRange(0, 20), help="Layers of down-skin. [0]")
@click.option(
    "--set",
    "sets",
    type=(click.Choice(SETS), float, float),
    multiple=True,
    metavar="NAME W MM_S",
    help="Power and speed of contour, core, up-skin, down-skin or support.",
)
@click.option("--support-mm", type=float, metavar="W", help="Distance of supports' walls. [none]")
@click.option("--material", default="316L", show_default=True, help="Name of the metal powder.")
@click.option("--machine", metavar="NAME", help="Machine: its lasers, its gas, its time.")
@click.option("--unit", type=click.Choice(["mm", "um", "inch", "m"]), help="The part's unit.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(list(WRITERS)),
    help="What OUT is written as; else by its name's end.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--lang", type=click.Choice(["en", "nl", "de"]), default="en", show_default=True)
def toolpath_make(*, as_json: bool, lang: str, **asked: Any) -> int:  # noqa: ANN401 (by Click)
    """Make the toolpath of PART and write it to OUT (.cli, .ilt, .ovf or .3mf).

    Contours inside the part's own by half the melt track, and a hatch that fills what they
    enclose, to and fro (meander), in stripes or in the fields of a chessboard (island), turned from
    layer to layer. Powers and speeds are those of the material's parameter set.
    """
    part, out = asked["part"], asked["out"]
    refuse_unfit(part, out, tuple(ENDINGS))
    try:
        with progress_bar(wanted=not as_json) as tell:
            process = chosen_process(asked["material"], asked["layer_mm"], asked["machine"])
            strategy = _strategy(process, asked)
            tell("reading", 0, 0)
            solid = read(part, asked["unit"])
            if not asked["fields"] and not on_plate(solid, process.machines[0]):
                strategy = replace(strategy, fields_mm=())  # which count from the plate's corner
            tell("slicing", 0, 0)
            layers = slice_for(solid, process)
            path = make(solid, strategy, process, layers)
            thin_mm2 = left_out_mm2(layers, strategy, process.limit("path-missing-piece").value)
            tell("writing", 0, 0)
            written = write_toolpath(path, asked["file_format"] or format_of(out.name))
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error, lang), error.params) from error
    write_whole(out, written.data)
    if asked["machine"] is not None:
        for finding in outside_platform(Subject(toolpath=path, process=process)):
            click.echo(render(finding, lang).title, err=True)
    report = PathReport(toolpath=path, findings=(), process=process, layer_mm=process.layer_mm)
    if as_json:
        document = {
            "schema": SCHEMA,
            "printlab": __version__,
            "out": {"file": out.name, "bytes": len(written.data)},
            "toolpath": report.to_dict(lang)["toolpath"],
            "not_written": loss_rows(written.left_out),
            "rounded_mm": rounded_number(written),
            "too_thin": _too_thin(thin_mm2),
        }
        click.echo(json.dumps(document, allow_nan=False, indent=2))
        return 0
    click.echo(word("written", lang, path=str(out)))
    for line in (
        *report.size_lines(lang),
        *written_lines(written, lang),
        *_doubts(solid, path, process, lang),
        *_thin_lines(thin_mm2, strategy, lang),
    ):
        click.echo(line)
    return 0


def _strategy(process: Process, asked: dict[str, Any]) -> ScanStrategy:
    """Return the process's strategy with what was asked for in place of its own."""
    usual = strategy_for(process.parameters) if asked["machine"] is None else strategy_on(process)
    own = {name: asked[name] for name in _OWN if asked[name] is not None}
    if not isfinite(own.get("gas_flow_deg", 0.0)):
        raise _unfit(f"gas_flow_deg cannot be {own['gas_flow_deg']}")
    if asked["strategy"] is not None:
        own["pattern"] = asked["strategy"]
    if asked["inside_out"]:
        own["outside_in"] = False
    if asked["fields"]:
        own |= _fields(asked["fields"], asked["lasers"])
    elif asked["lasers"] is not None:
        own["fields_mm"] = ()
    own["sets"] = changed_sets(process.parameters, _changes(asked["sets"]))
    try:
        return replace(usual, **own)
    except ValueError as error:
        raise _unfit(str(error)) from error


def _fields(asked: Sequence[tuple[float, ...]], lasers: int | None) -> dict[str, Any]:
    """Return the fields that were asked for, and how many lasers that are."""
    fields_mm: Fields = tuple(((left, low), (right, high)) for left, low, right, high in asked)
    if not all(isfinite(number) for row in asked for number in row):
        raise _unfit("a scan field has corners that are no numbers")
    if any(left >= right or low >= high for (left, low), (right, high) in fields_mm):
        raise _unfit("a scan field runs from its lower left corner to the upper right one")
    if lasers not in (None, len(asked)):
        raise _unfit(f"{len(asked)} scan fields are not for {lasers} lasers")
    if len(asked) > 1 and not side_by_side(fields_mm):
        raise _unfit("scan fields stand side by side along x, as deep as each other, without gaps")
    return {"fields_mm": fields_mm, "lasers": len(asked)}


def _changes(asked: Iterable[tuple[str, float, float]]) -> dict[str, tuple[float, float]]:
    """Return the power and speed that were asked for by the names of their sets."""
    for name, power_w, speed_mm_s in asked:
        if not (0 < power_w < inf and 0 < speed_mm_s < inf):
            raise _unfit(f"set {name} cannot have {power_w:g} W and {speed_mm_s:g} mm/s")
    return {name: (power_w, speed_mm_s) for name, power_w, speed_mm_s in asked}


def _unfit(reason: str) -> NotAskable:
    return NotAskable("toolpath-strategy", f"This cannot be scanned: {reason}.", {"reason": reason})


def _doubts(part: Part, path: Toolpath, process: Process, lang: str) -> Iterator[str]:
    """Yield what whoever asked may not know: an open part, no power, or nothing to melt."""
    if not part.watertight:
        yield word("path_open_part", lang, count=part.topology.boundary_edges)
    unpowered = [one.name for one in path.exposures if isnan(one.power_w)]
    if unpowered:
        yield word("path_no_power", lang, name=process.parameters.name, sets=unpowered)
    for finding in no_hatch(Subject(toolpath=path, process=process)):
        yield render(finding, lang).title


def _too_thin(areas_mm2: Floats) -> dict[str, float | int] | None:
    """Return what is too thin for contours, so that it will not be built, given it by layer (L)."""
    if not areas_mm2.any():
        return None
    return {
        "area_mm2": float(areas_mm2.sum()),
        "layers": int((areas_mm2 > 0).sum()),
        "layer": int(areas_mm2.argmax()),
        "most_mm2": float(areas_mm2.max()),
    }


def _thin_lines(areas_mm2: Floats, strategy: ScanStrategy, lang: str) -> Iterator[str]:
    """Yield the same for people."""
    found = _too_thin(areas_mm2)
    if found is not None:
        yield word("path_left_out", lang, beam_mm=strategy.beam_mm, **found)
