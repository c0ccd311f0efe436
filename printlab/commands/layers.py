"""``printlab layers PART``: the statistics of every layer of a part."""

import csv
import json
from pathlib import Path

import click

from printlab.commands.chosen_process import chosen_process
from printlab.errors import Unavailable
from printlab.progress_bar import progress_bar
from slicer_checks import LayerStack, read
from slicer_checks.slicing import slice_for

__all__ = ["SCHEMA", "layers"]

SCHEMA = "printlab/layers/1"
_SHOWN = ("layer", "z_mm", "area_mm2", "perimeter_mm", "islands", "holes", "overhang_mm2")
_WIDTH = 14

Row = dict[str, int | float | None]


@click.command()
@click.argument("part", type=click.Path(path_type=Path))
@click.option("--layer-mm", type=float, default=0.03, show_default=True, metavar="T")
@click.option("--material", default="316L", show_default=True, help="Its limit of overhang counts.")
@click.option("--unit", type=click.Choice(["mm", "um", "inch", "m"]), help="The file's unit.")
@click.option("--csv", "csv_path", type=click.Path(path_type=Path), help="Write all columns here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def layers(
    *,
    part: Path,
    layer_mm: float,
    material: str,
    unit: str | None,
    csv_path: Path | None,
    as_json: bool,
) -> int:
    """Cut PART (a mesh file, or STEP) into layers and print what each of them is.

    A layer is cut at half its thickness; z_mm counts from the bottom of the part. overhang_mm2 is
    what the layer below does not carry, by the angle from the plate that `printlab check` uses too.
    """
    process = chosen_process(material, layer_mm, None)
    safe_deg = process.limit("overhang-angle-safe").value
    with progress_bar(wanted=not as_json) as tell:
        tell("reading", 0, 0)
        mesh = read(part, unit)
        tell("slicing", 0, 0)
        stack = slice_for(mesh, process)
        tell("measuring", 0, 0)
        rows = stack.to_table()
    if csv_path is not None:
        _write_csv(csv_path, rows)
    if as_json:
        click.echo(json.dumps(_document(part, stack, safe_deg, rows), allow_nan=False))
    elif csv_path is None:
        _print_table(rows)
        click.echo(_told(stack, safe_deg))
    else:
        click.echo(f"Written: {csv_path}\n{_told(stack, safe_deg)}")
    return 0


def _document(part: Path, stack: LayerStack, safe_deg: float, rows: list[Row]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "part": part.name,
        "layer_mm": stack.layer_mm,
        "overhang_limit_deg": safe_deg,
        "layers": rows,
    }


def _told(stack: LayerStack, safe_deg: float) -> str:
    count = f"{len(stack)} layers of {stack.layer_mm:g} mm"
    return f"{count}; overhang is counted at less than {safe_deg:g}° from the plate."


def _write_csv(path: Path, rows: list[Row]) -> None:
    """Write all columns; where there is no wall, the cell is empty."""
    names = list(rows[0]) if rows else list(_SHOWN)
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise Unavailable("csv-unwritable", f"The file {path} cannot be written.") from error


def _print_table(rows: list[Row]) -> None:
    click.echo(" ".join(name.rjust(_WIDTH) for name in _SHOWN))
    for row in rows:
        click.echo(" ".join(_cell(row[name]).rjust(_WIDTH) for name in _SHOWN))


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
