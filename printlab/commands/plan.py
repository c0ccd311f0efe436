"""``printlab plan PROBLEM.json``: a scheduling problem in, a result out."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

import scheduler

__all__ = ["plan"]

_LARGEST_SEED = 2**31 - 1
"""What every part of the solver takes as a seed."""


@click.command()
@click.argument("problem", type=click.Path(path_type=Path))
@click.option(
    "--time-limit", type=float, default=10.0, show_default=True, metavar="S", help="Seconds."
)
@click.option(
    "--seed", type=click.IntRange(0, _LARGEST_SEED), default=0, show_default=True, metavar="N"
)
@click.option("--json", "as_json", is_flag=True, help="Print the result document.")
def plan(problem: Path, time_limit: float, seed: int, as_json: bool) -> int:
    """Plan the parts of PROBLEM (a scheduling problem document) on its machines.

    Exits with 1 when there is no feasible plan, with 2 when the document cannot be read.
    """
    asked = scheduler.read_problem(problem)
    result = scheduler.solve(asked, scheduler.Limits(time_s=time_limit, seed=seed))
    if as_json:
        click.echo(json.dumps(result.to_dict(), allow_nan=False))
    else:
        click.echo(result.summary())
        for line in _builds(result, asked.tick_s):
            click.echo(line)
    return 0 if result.schedule is not None else 1


def _builds(result: scheduler.Result, tick_s: int) -> Iterator[str]:
    """Tell each build: machine, when it is set up, printed and unloaded, and what is on it."""
    builds = result.schedule.builds if result.schedule else ()
    if builds:
        width = max(len("machine"), *(len(build.machine) for build in builds))
        yield ""
        yield f"{'machine':{width}}  {'set up':>13}  {'print ends':>13}  {'unloaded':>13}  parts"
    for build in builds:
        moments = (build.setup_start, build.end, build.unload_end)
        times = "  ".join(f"{_moment(tick * tick_s):>13}" for tick in moments)
        copies = Counter(placement.part for placement in build.placements)
        parts = ", ".join(f"{count} x {part}" for part, count in sorted(copies.items()))
        yield f"{build.machine:{width}}  {times}  {parts}"


def _moment(since_origin_s: int) -> str:
    """Return a moment as day and clock, the problem's origin being day 1, 00:00."""
    minutes = since_origin_s // 60
    return f"day {minutes // 1440 + 1} {minutes // 60 % 24:02}:{minutes % 60:02}"
