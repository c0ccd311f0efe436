"""``printlab toolpath check FILE``: say what is wrong with what the laser would do."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from printlab.commands.chosen_process import chosen_process, with_rules
from printlab.errors import Unreadable
from printlab.progress_bar import progress_bar
from printlab.version import __version__
from printlab.wrapping import wrapped
from slicer_checks import SlicerChecksError, read, read_toolpath, render_error
from slicer_checks import check_toolpath as hold_against_rules
from slicer_checks.pathreport import PathReport
from slicer_checks.process import Process

__all__ = ["SCHEMA", "toolpath_check"]

SCHEMA: Final = "printlab/toolpath-report/1"
_PATH = click.Path(path_type=Path)


@click.command("check")
@click.argument("file", type=_PATH)
@click.option("--part", type=_PATH, metavar="PART", help="The part that it should be of.")
@click.option(
    "--planned", is_flag=True, help="PART is a build as planned: nothing may lie elsewhere."
)
@click.option("--unit", type=click.Choice(["mm", "um", "inch", "m"]), help="The part's unit.")
@click.option("--material", default="316L", show_default=True, help="Name of the metal powder.")
@click.option("--machine", metavar="NAME", help="Check for this machine.")
@click.option("--layer-mm", type=float, metavar="T", help="Layer; else the parameter set's.")
@click.option(
    "--skywriting-mm-s2",
    type=click.FloatRange(0.0, min_open=True),
    metavar="A",
    help="How fast mirrors gain speed with sky-writing, for the time.",
)
@click.option("--rules", type=_PATH, metavar="FILE", help="Limits of your own (TOML).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--lang", type=click.Choice(["en", "nl", "de"]), default="en", show_default=True)
def toolpath_check(  # noqa: PLR0913 (Click passes each option by name)
    *,
    file: Path,
    part: Path | None,
    planned: bool,
    unit: str | None,
    material: str,
    machine: str | None,
    layer_mm: float | None,
    skywriting_mm_s2: float | None,
    rules: Path | None,
    as_json: bool,
    lang: str,
) -> int:
    """Check the toolpath FILE: layers, geometry, parameters, machine.

    FILE is CLI or CLI+ (ASCII or binary), ILT, OVF, 3MF with slices or toolpaths, or G-code of DED
    and metal-filament machines. With --part its layers are held against the part's own. Materials,
    machines and rules are those of `printlab check`. Exits with 1 when errors were found, with 2
    when the file cannot be read.
    """
    try:
        with progress_bar(wanted=not as_json) as tell:
            process = with_rules(chosen_process(material, layer_mm, machine), rules)
            if skywriting_mm_s2 is not None:
                process = _with_mirrors(process, skywriting_mm_s2)
            tell("reading", 0, 0)
            path = read_toolpath(file)
            whose = None if part is None else read(part, unit)
            tell("checking", 0, 0)
            report = hold_against_rules(
                path,
                whose,
                process,
                planned=planned,
                progress=lambda *share: tell("checking", *share),
            )
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error, lang), error.params) from error
    if as_json:
        click.echo(json.dumps(_document(report, lang), allow_nan=False, indent=2))
    else:
        verdict, *rest = report.summary(lang).splitlines()
        click.secho(verdict, bold=True, fg="green" if report.accepted else "red")
        click.echo(wrapped(rest))
    return 0 if report.accepted else 1


def _with_mirrors(process: Process, skywriting_mm_s2: float) -> Process:
    machines = [replace(one, skywriting_mm_s2=skywriting_mm_s2) for one in process.machines]
    return replace(process, machines=tuple(machines))


def _document(report: PathReport, lang: str) -> dict[str, object]:
    return {"schema": SCHEMA, "printlab": __version__, **report.to_dict(lang)}
