"""``printlab lab load FILE``: bring a lab file into the lab."""

from pathlib import Path

import click

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.labfile import read_lab_file
from printlab.services.lab_load import load
from printlab.settings import Settings

__all__ = ["lab_load"]


@click.command("load")
@click.argument("file", type=click.Path(path_type=Path))
def lab_load(file: Path) -> None:
    """Make or bring up to date what FILE (a lab file, TOML) names; the rest stays as it is."""
    wanted = read_lab_file(file)
    lab = Lab.open(Settings.from_environ())
    try:
        with lab.write(Actor.system()) as desk:
            loaded = load(desk, wanted)
    finally:
        lab.close()
    click.echo(
        f"{wanted.lab.name}: {loaded.machines} machines, {loaded.materials} materials with "
        f"{loaded.parameter_sets} parameter sets, {loaded.organisations} organisations, "
        f"{loaded.stations} stations, {loaded.shifts} shifts a week, {loaded.closures} closed days."
    )
