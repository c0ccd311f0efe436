"""``printlab calibrate LOG AREAS.csv``: learn a machine's own constants from a build log."""

import json
from pathlib import Path

import click
import numpy as np

from printlab.calibration_file import read_bytes
from printlab.commands.chosen_process import chosen_process
from printlab.errors import Unavailable, Unreadable
from slicer_checks import Process, SlicerChecksError, render_error
from slicer_checks import calibrate as learn
from slicer_checks.calibration import Calibration
from slicer_checks.formats.build_log import read_build_log, read_layer_areas
from slicer_checks.texts import word

__all__ = ["calibrate"]


@click.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.argument("areas", type=click.Path(path_type=Path))
@click.option("--material", default="316L", show_default=True, help="What was printed.")
@click.option("--layer-mm", type=float, metavar="T", help="Layer; else the parameter set's.")
@click.option("--machine", metavar="NAME", help="The machine that printed it.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the calibration here (JSON).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def calibrate(  # noqa: PLR0913 (Click passes each option by name)
    *,
    log: Path,
    areas: Path,
    material: str,
    layer_mm: float | None,
    machine: str | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Learn recoating and laser time from LOG and the area of each layer in AREAS.csv.

    LOG is a table with a clock time or the seconds of each layer; AREAS.csv has a column area_mm2,
    as `printlab layers --csv` writes it. Give the file to `printlab check --calibration`, or name
    it in the lab file under calibrations. Materials and machines are those of `printlab check`.
    """
    try:
        learnt = _learnt(log, areas, chosen_process(material, layer_mm, machine), machine)
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error), error.params) from error
    document = json.dumps(learnt.to_dict(), allow_nan=False, indent=2)
    if out is not None:
        _write(out, document)
    click.echo(document if as_json else _told(learnt))
    return 0


def _learnt(log: Path, areas: Path, process: Process, machine: str | None) -> Calibration:
    """Pair the log's layers with the areas; the log's last layer has no end of its own."""
    seconds = read_build_log(read_bytes(log)).seconds
    table = read_layer_areas(read_bytes(areas))
    return learn(
        seconds if len(seconds) != len(table.area_mm2) + 1 else seconds[:-1],
        table.area_mm2,
        process,
        machine=process.machine(machine) if machine else None,
        perimeter_mm=table.perimeter_mm,
        source=f"{log.name}, {areas.name}",
    )


def _write(path: Path, document: str) -> None:
    try:
        path.write_text(document + "\n", encoding="utf-8")
    except OSError as error:
        raise Unavailable("calibration-unwritable", f"{path} cannot be written.") from error


def _told(learnt: Calibration) -> str:
    """Say what was learnt, how well it fits, and what was left out."""
    values = {
        "layers": learnt.layers,
        "left_out": len(learnt.left_out),
        "recoat_s": learnt.recoat_s,
        "factor": learnt.laser_factor,
    }
    lines = [
        word(learnt.code, "en", **values),
        f"The layers used lie within {learnt.residual_s:.2f} s of it (one standard deviation).",
    ]
    if learnt.left_out:
        shown = ", ".join(str(layer) for layer in np.array(learnt.left_out)[:10])
        lines.append(f"Left out: layer {shown}; {learnt.left_out_s:.0f} s more than the others.")
    return "\n".join(lines)
