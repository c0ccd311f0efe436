"""``printlab check PART``: hold a part against the rules of metal printing."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from printlab.calibration_file import read_calibration
from printlab.commands.chosen_process import Chosen, chosen, with_rules
from printlab.commands.report_files import Wanted, write_files
from printlab.errors import Unreadable
from printlab.progress_bar import Progress, progress_bar
from printlab.version import __version__
from printlab.wrapping import wrapped
from slicer_checks import (
    Estimate,
    Report,
    SlicerChecksError,
    estimate,
    read,
    render_error,
)
from slicer_checks import check as hold_against_rules
from slicer_checks.fit import machines_that_fit
from slicer_checks.report import has_room, has_volume
from slicer_checks.reports.words import Words
from slicer_checks.slicing import slice_for
from slicer_checks.supports import supports_of
from slicer_checks.texts import word

__all__ = ["SCHEMA", "check"]

SCHEMA = "printlab/report/1"
_PATH = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked for on the command line."""

    part: Path
    material: str
    machine: str | None
    layer_mm: float | None
    unit: str | None
    rules: Path | None
    calibration: Path | None
    lang: str
    html: Path | None
    pdf: Path | None
    png: Path | None


@click.command()
@click.argument("part", type=click.Path(path_type=Path))
@click.option("--material", default="316L", show_default=True, help="Name of the metal powder.")
@click.option("--machine", metavar="NAME", help="Check for this machine only.")
@click.option("--layer-mm", type=float, metavar="T", help="Layer; else the parameter set's.")
@click.option("--unit", type=click.Choice(["mm", "um", "inch", "m"]), help="The file's unit.")
@click.option("--rules", type=click.Path(path_type=Path), help="Limits of your own (TOML).")
@click.option(
    "--calibration",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What `printlab calibrate` learnt.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--html", type=_PATH, metavar="FILE", help="Write the report as one page of HTML.")
@click.option("--pdf", type=_PATH, metavar="FILE", help="Write the report as a tagged PDF.")
@click.option("--png", type=_PATH, metavar="DIR", help="Write the report's pictures here.")
@click.option(
    "--lang",
    type=click.Choice(["en", "nl", "de"]),
    default="en",
    show_default=True,
    help="Language of the texts.",
)
def check(*, as_json: bool, **asked: Any) -> int:  # noqa: ANN401 (Click passes options by name)
    """Say whether PART can be printed in metal, and what to mend first.

    PART is an STL, 3MF, OBJ, PLY, OFF, AMF or (with printlab[step]) STEP file.

    Materials, machines and prices are built-in examples; with a lab's folder in PRINTLAB_HOME, or
    the path of a lab file in PRINTLAB_LAB, they are that lab's. Exits with 1 when errors were
    found, with 2 when the file cannot be read.
    """
    wish = _Asked(**asked)
    try:
        with progress_bar(wanted=not as_json) as tell:
            asked_of = _process(wish)
            report, cost = _worked(wish, asked_of, tell)
            wanted = Wanted(html=wish.html, pdf=wish.pdf, png=wish.png)
            written = write_files(
                wanted, (report, cost, asked_of.process), lang=wish.lang, tell=tell
            )
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error, wish.lang), error.params) from error
    if as_json:
        click.echo(
            json.dumps(_document(report, cost, asked_of.lab, wish.lang), allow_nan=False, indent=2)
        )
    else:
        verdict, *rest = report.summary(wish.lang).splitlines()
        click.secho(verdict, bold=True, fg="green" if report.accepted else "red")
        click.echo(wrapped([*rest, "", *_cost_lines(report, cost, asked_of.lab, wish.lang)]))
        for path in written:
            click.echo(word("written", wish.lang, path=str(path)))
    return 0 if report.accepted else 1


def _cost_lines(report: Report, cost: Estimate, lab: str, lang: str) -> list[str]:
    """Tell time, mass and price and whose they are; of an open surface that nobody knows them.

    Of what fits on no machine they are said to be as if one had room.
    """
    if not has_volume(report.findings):
        return [Words(lang)("no_volume")]
    room = [] if has_room(report.findings) else [Words(lang)("no_room", machine=cost.machine)]
    whose = word("prices_of" if lab else "prices_example", lang, lab=lab)
    return [*room, *cost.summary(lang).splitlines(), whose]


def _worked(wish: _Asked, asked_of: Chosen, tell: Progress) -> tuple[Report, Estimate]:
    process = asked_of.process
    tell("reading", 0, 0)
    part = read(wish.part, wish.unit)
    tell("slicing", 0, 0)
    layers = slice_for(part, process)
    tell("checking", 0, 0)
    report = hold_against_rules(
        part, process, layers, progress=lambda *share: tell("checking", *share)
    )
    tell("estimating", 0, 0)
    supports = supports_of(part, process)
    able = machines_that_fit(process.machines, layers)
    if not asked_of.lab or process.calibration is not None:  # which is of one machine
        able = able[:1]
    costs = [estimate(layers, process, machine=machine, supports=supports) for machine in able]
    return report, min(costs, key=lambda cost: cost.cost_eur)


def _process(wish: _Asked) -> Chosen:
    """Return the process that was asked for, with rules and a calibration named beside it."""
    found = chosen(wish.material, wish.layer_mm, wish.machine)
    process = found.process
    if wish.calibration is not None:
        process = replace(process, calibration=read_calibration(wish.calibration))
    return replace(found, process=with_rules(process, wish.rules))


def _document(report: Report, cost: Estimate, lab: str, lang: str) -> dict[str, object]:
    """Return the report as other programs rely on it."""
    found = report.to_dict(lang)
    return {
        "schema": SCHEMA,
        "printlab": __version__,
        "part": found["part"],
        "layers": found["layers"],
        "findings": found["findings"],
        "estimate": cost.to_dict(),
        "accepted": found["accepted"],
        **({"prices_of": lab} if lab else {}),
        **{name: found[name] for name in ("overrides",) if name in found},
    }
