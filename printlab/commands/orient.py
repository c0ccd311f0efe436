"""``printlab orient PART``: ways to lay a part on the plate, and what each costs."""

import json
from pathlib import Path

import click

from printlab.commands.chosen_process import chosen_process
from printlab.errors import Invalid, Unreadable
from printlab.out_file import refuse_unfit, write_whole
from printlab.progress_bar import progress_bar
from slicer_checks import SlicerChecksError, read, render_error
from slicer_checks import orient as rank
from slicer_checks.laying import laid_stl
from slicer_checks.pictures.orientations_picture import orientations_picture
from slicer_checks.texts import word

__all__ = ["orient"]


@click.command()
@click.argument("part", type=click.Path(path_type=Path))
@click.option("--material", default="316L", show_default=True, help="Name of the metal powder.")
@click.option("--machine", metavar="NAME", help="Rank for this machine only.")
@click.option("--layer-mm", type=float, metavar="T", help="Layer; else the parameter set's.")
@click.option("--unit", type=click.Choice(["mm", "um", "inch", "m"]), help="The file's unit.")
@click.option("--axis", type=click.Choice(["x", "y", "z"]), help="An axis that stays upright.")
@click.option("--limit", type=click.IntRange(1, 50), default=8, show_default=True)
@click.option("--write", type=click.Path(path_type=Path), help="Write a choice here (STL).")
@click.option("--choice", type=click.IntRange(1), default=1, help="Which one; else the first.")
@click.option("--png", type=click.Path(path_type=Path), help="Draw all of them here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--lang", type=click.Choice(["en", "nl", "de"]), default="en", show_default=True)
def orient(  # noqa: PLR0913 (Click passes each option by name)
    *,
    part: Path,
    material: str,
    machine: str | None,
    layer_mm: float | None,
    unit: str | None,
    axis: str | None,
    limit: int,
    write: Path | None,
    choice: int,
    png: Path | None,
    as_json: bool,
    lang: str,
) -> int:
    """Rank ways to lay PART on the plate by supports, time, balance and price.

    Materials and machines are those of `printlab check`.
    """
    _refuse_unfit(part, write, png)
    if write is not None:
        _refuse_beyond(choice, limit)
    try:
        with progress_bar(wanted=not as_json) as tell:
            tell("reading", 0, 0)
            process = chosen_process(material, layer_mm, machine)
            read_part = read(part, unit)
            tell("ranking", 0, 0)
            found = rank(read_part, process, fixed_axis=axis, limit=limit)  # type: ignore[arg-type]
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error, lang), error.params) from error
    if write is not None:
        _refuse_beyond(choice, len(found.offered))
        write_whole(write, laid_stl(read_part, found.offered[choice - 1].rotation))
    if png is not None:
        write_whole(png, orientations_picture(read_part, found, lang=lang))
    if as_json:
        click.echo(json.dumps(found.to_dict(), allow_nan=False, indent=2))
    else:
        click.echo("\n".join([found.summary(lang), *_written(write, choice, png, lang)]))
    return 0


def _written(write: Path | None, choice: int, png: Path | None, lang: str) -> list[str]:
    """Tell which files were written, and which way of laying the part is in the first."""
    told = []
    if write is not None:
        told.append(word("written_way", lang, path=str(write), number=choice))
    if png is not None:
        told.append(word("written", lang, path=str(png)))
    return told


def _refuse_unfit(part: Path, write: Path | None, png: Path | None) -> None:
    """Refuse files that cannot be written, before any work is done."""
    for out, ending in ((write, ".stl"), (png, ".png")):
        if out is not None:
            refuse_unfit(part, out, (ending,))


def _refuse_beyond(choice: int, count: int) -> None:
    """Refuse a choice that there is not."""
    if choice > count:
        raise Invalid("usage", f"There are {count} choices, so --choice {choice} is none of them.")
