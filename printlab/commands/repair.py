"""``printlab repair PART OUT``: mend a part's surface, and say everything that was done."""

import json
from pathlib import Path
from typing import Final

import click

from printlab.errors import Unreadable
from printlab.out_file import refuse_unfit, write_whole
from printlab.progress_bar import progress_bar
from printlab.version import __version__
from slicer_checks import SlicerChecksError, read, render_error
from slicer_checks import repair as mend
from slicer_checks.repair import Repair

__all__ = ["SCHEMA", "repair"]

SCHEMA = "printlab/repair/1"
_FORMATS: Final = {".stl": "stl", ".3mf": "3mf"}


@click.command()
@click.argument("part", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--unit", type=click.Choice(["mm", "um", "inch", "m"]), help="The file's unit.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--lang",
    type=click.Choice(["en", "nl", "de"]),
    default="en",
    show_default=True,
    help="Language of the texts.",
)
def repair(*, part: Path, out: Path, unit: str | None, as_json: bool, lang: str) -> int:
    """Mend the surface of PART and write it to OUT (.stl or .3mf, in millimetres).

    Joins corners, closes small holes, drops copies, turns faces, unites what overlaps; what it does
    not touch it says. Exits with 1 when the result still has faults, with 2 when PART cannot be
    read or OUT not written.
    """
    refuse_unfit(part, out, tuple(_FORMATS))
    try:
        with progress_bar(wanted=not as_json) as tell:
            tell("reading", 0, 0)
            broken = read(part, unit)
            tell("mending", 0, 0)
            mended = mend(broken)
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error, lang), error.params) from error
    write_whole(out, mended.to_bytes(_FORMATS[out.suffix.lower()]))
    if as_json:
        click.echo(json.dumps(_document(mended, out, lang), allow_nan=False, indent=2))
    else:
        verdict, *rest = mended.summary(lang).splitlines()
        click.secho(verdict, bold=True, fg="green" if mended.sound else "red")
        click.echo("\n".join(rest))
    return 0 if mended.sound else 1


def _document(mended: Repair, out: Path, lang: str) -> dict[str, object]:
    original = mended.original
    return {
        "schema": SCHEMA,
        "printlab": __version__,
        "part": {"file": original.name, "sha256": original.sha256, "unit": original.unit},
        "out": {"file": out.name, "unit": "mm"},
        **mended.to_dict(lang),
    }
