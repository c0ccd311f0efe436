"""``printlab doctor``: say whether this machine can run the lab, and what is wrong if not."""

import json

import click

from printlab.doctor import Ailment, examine
from printlab.settings import Settings

__all__ = ["doctor"]


@click.command("doctor")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def doctor(context: click.Context, port: int, as_json: bool) -> None:
    """Look at Python, packages, database, folder, compiler, solver, disk and port."""
    ailments = examine(Settings.from_environ(), port)
    sound = all(ailment.sound for ailment in ailments)
    if as_json:
        rows = [
            {"what": a.what, "sound": a.sound, "found": a.found, "remedy": a.remedy}
            for a in ailments
        ]
        click.echo(json.dumps({"sound": sound, "checks": rows}))
    else:
        for line in _table(ailments):
            click.echo(line)
    context.exit(0 if sound else 1)


def _table(ailments: list[Ailment]) -> list[str]:
    """Return the findings as aligned lines, each remedy under its trouble."""
    width = max(len(ailment.what) for ailment in ailments)
    lines = []
    for ailment in ailments:
        mark = "ok     " if ailment.sound else "WRONG  "
        lines.append(f"{mark}{ailment.what:<{width}}  {ailment.found}")
        if not ailment.sound:
            lines.append(f"{'':7}{'':<{width}}  -> {ailment.remedy}")
    return lines
