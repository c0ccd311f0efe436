"""``printlab plan PROBLEM.json``: a scheduling problem in, a result out."""

import json
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
    limits = scheduler.Limits(time_s=time_limit, seed=seed)
    result = scheduler.solve(scheduler.read_problem(problem), limits)
    if as_json:
        click.echo(json.dumps(result.to_dict(), allow_nan=False))
    else:
        click.echo(result.summary())
    return 0 if result.schedule is not None else 1
