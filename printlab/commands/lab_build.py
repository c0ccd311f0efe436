"""``printlab lab build NUMBER OUT``: write a planned build as 3MF, every copy in its place."""

from pathlib import Path
from shlex import quote

import click
from sqlalchemy import select

from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.errors import Invalid
from printlab.lab import Desk, Lab
from printlab.out_file import refuse_unfit, write_whole
from printlab.records import Build
from printlab.services import build_files
from printlab.settings import Settings
from slicer_checks.texts import word

__all__ = ["lab_build"]


@click.command("build")
@click.argument("number")
@click.argument("out", type=click.Path(path_type=Path))
def lab_build(number: str, out: Path) -> None:
    """Write the build NUMBER (such as B-0001) to OUT (.3mf), every copy in its place.

    What is planned in the lab can so go on: `printlab toolpath make` makes its toolpath, and
    `printlab toolpath check PATH.ovf --part OUT --planned` checks one made elsewhere. With which
    material, layer and machine is said at the end.
    """
    refuse_unfit(Path(number), out, (".3mf",))
    lab = Lab.open(Settings.from_environ(), bell=SilentBell())
    try:
        with lab.read(Actor.system()) as desk:
            build_id = _of_number(desk, number)
            build = desk.session.get_one(Build, build_id)
            named = {
                "material": quote(build.parameter_set.material.name),
                "layer_mm": f"{build.parameter_set.layer_mm:g}",
                "machine": quote(build.machine.name),
            }
        content, _ = build_files.plate(lab, Actor.system(), build_id)
    finally:
        lab.close()
    write_whole(out, content)
    click.echo(word("written", path=str(out)))
    files = {"out": quote(str(out)), "path": quote(str(out.with_suffix(".ovf")))}
    click.echo(word("build_next", **files, **named))


def _of_number(desk: Desk, number: str) -> str:
    """Return the id of a build by its number, or refuse it with those that are near."""
    build_id = desk.session.scalar(select(Build.id).where(Build.number == number.upper()))
    if build_id is not None:
        return build_id
    known = desk.session.scalars(
        select(Build.number).where(Build.number.is_not(None)).order_by(Build.number.desc()).limit(5)
    )
    newest = ", ".join(str(one) for one in known)
    raise Invalid(
        "build-unknown",
        f"The lab has no build {number}; its newest are: {newest or 'none'}.",
        {"number": number, "newest": newest},
    )
