"""``printlab worker``: do the lab's background work in the foreground."""

import logging

import click

from printlab.consumer import consume
from printlab.handlers import HANDLERS
from printlab.lab import Lab
from printlab.settings import Settings

__all__ = ["worker"]


@click.command("worker")
@click.option(
    "--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Tasks at once."
)
@click.option("--leash", type=int, hidden=True, help="A pipe whose end means to stop.")
def worker(threads: int, leash: int | None) -> None:
    """Check parts and make plans until stopped; Ctrl-C gives a running task back."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("huey").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    lab = Lab.open(Settings.from_environ())
    try:
        consume(lab, HANDLERS, threads=threads, leash=leash)
    finally:
        lab.close()
