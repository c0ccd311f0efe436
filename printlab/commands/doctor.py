"""``printlab doctor``: say whether this machine can run the lab, and what is wrong if not."""

import json
import sys

import click

from printlab.compiling_line import CompilingLine
from printlab.doctor import Ailment, examine
from printlab.settings import Settings

__all__ = ["doctor"]

_WIDTH = len("package names")


@click.command("doctor")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def doctor(context: click.Context, port: int, as_json: bool) -> None:
    """Look at Python, packages, database, folder, compiler, solver, disk and port."""
    settings = Settings.from_environ()
    if as_json:
        sound = _tell_program(list(examine(settings, port)))
    else:
        sound = _tell_person(settings, port)
    context.exit(0 if sound else 1)


def _tell_program(ailments: list[Ailment]) -> bool:
    """Print all findings as one document, and return whether all is sound."""
    rows = [
        {"what": a.what, "sound": a.sound, "found": a.found, "remedy": a.remedy} for a in ailments
    ]
    sound = all(ailment.sound for ailment in ailments)
    click.echo(json.dumps({"sound": sound, "checks": rows}))
    return sound


def _tell_person(settings: Settings, port: int) -> bool:
    """Print each finding as soon as it is made, and return whether all is sound.

    The last look may take minutes: whoever waits sees what has been found so far.
    """
    sound, compiling = True, CompilingLine(sys.stderr)
    for ailment in examine(settings, port, compiling.tell):
        compiling.clear()
        sound = sound and ailment.sound
        for line in _lines(ailment):
            click.echo(line)
    return sound


def _lines(ailment: Ailment) -> list[str]:
    """Return a finding as a line, a remedy under its trouble; all but long names are aligned."""
    mark = "ok     " if ailment.sound else "WRONG  "
    lines = [f"{mark}{ailment.what:<{_WIDTH}}  {ailment.found}"]
    if not ailment.sound:
        lines.append(f"{'':7}{'':<{_WIDTH}}  -> {ailment.remedy}")
    return lines
