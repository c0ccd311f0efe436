"""``printlab plan PROBLEM.json``: a scheduling problem in, a result out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

import scheduler
from printlab.commands.plan_files import PlanFiles
from printlab.commands.plan_search import search
from scheduler.moments import Moments
from scheduler.report import Report
from scheduler.texts import sentence

__all__ = ["plan"]

_LARGEST_SEED = 2**31 - 1
"""What every part of the solver takes as a seed."""

_EXAMPLE = "2026-11-30T00:00+01:00"
"""A moment as it may be given: midnight, as in the example problem; one without an offset is in
the time zone."""


def _zone(_context: click.Context, _option: click.Parameter, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise click.BadParameter(f"there is no time zone {name}.") from fault


def _moment(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError as fault:
        sentence = f"{text} is no moment such as {_EXAMPLE}."
        raise click.BadParameter(sentence) from fault


@click.command()
@click.argument("problem", type=click.Path(path_type=Path))
@click.option(
    "--time-limit",
    type=float,
    default=10.0,
    show_default=True,
    metavar="S",
    help="Seconds; the first plan is made whatever they are.",
)
@click.option(
    "--seed", type=click.IntRange(0, _LARGEST_SEED), default=0, show_default=True, metavar="N"
)
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help="That may search a large problem at once; two at most do.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result document.")
@click.option(
    "--png",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw the plan, its use of time and its search on one page here: PNG, or SVG by its name.",
)
@click.option(
    "--ics",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a calendar (iCalendar) here; needs --origin.",
)
@click.option(
    "--origin",
    callback=_moment,
    metavar="MOMENT",
    help=f"When tick 0 is, such as {_EXAMPLE}: times are told and drawn by the calendar.",
)
@click.option(
    "--time-zone",
    callback=_zone,
    default="Europe/Amsterdam",
    show_default=True,
    metavar="NAME",
    help="Of an origin that has none.",
)
@click.option("--lang", type=click.Choice(["en", "nl", "de"]), default="en", show_default=True)
def plan(  # noqa: PLR0913 (Click passes each option by name)
    *,
    problem: Path,
    time_limit: float,
    seed: int,
    processes: int,
    as_json: bool,
    png: Path | None,
    ics: Path | None,
    origin: datetime | None,
    time_zone: ZoneInfo,
    lang: str,
) -> int:
    """Plan the parts of PROBLEM (a scheduling problem document) on its machines.

    Ctrl-C ends the search with the best plan so far. Exits with 1 when there is no feasible plan,
    with 2 when the document cannot be read.
    """
    if ics is not None and origin is None:
        raise click.UsageError(f"--ics needs --origin, when tick 0 is, such as {_EXAMPLE}.")
    files = PlanFiles(png=png, ics=ics)
    files.refuse_unfit(problem)
    asked = scheduler.read_problem(problem)
    if origin is not None and origin.tzinfo is None:
        origin = origin.replace(tzinfo=time_zone)
    moments = Moments(tick_s=asked.tick_s, origin=origin, lang=lang)
    limits = scheduler.Limits(time_s=time_limit, seed=seed, processes=processes)
    found = search(asked, limits, quiet=as_json)
    unwritten = files.write(asked, found, moments, datetime.now(UTC))
    result = found.result
    if as_json:
        click.echo(json.dumps(result.to_dict(), allow_nan=False))
    else:
        for line in Report(problem=asked, result=result, moments=moments).lines():
            click.echo(line)
    for out in unwritten:
        click.echo(sentence("report-not-written", {"file": out}, lang), err=True)
    return 0 if result.schedule is not None else 1
