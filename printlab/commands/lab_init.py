"""``printlab lab init``: make a lab, and the way in for its first administrator."""

import json

import click

from printlab.founding import found
from printlab.settings import Settings

__all__ = ["lab_init"]

_SITE = "http://127.0.0.1:8000"
"""Where `printlab serve` serves unless it is told otherwise."""


@click.command("init")
@click.option("--admin-email", metavar="ADDRESS", help="Who becomes the first administrator.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def lab_init(admin_email: str | None, as_json: bool) -> None:
    """Make the database, folders and secret key, and a one-time link for the administrator.

    Running it again is safe: it keeps what is there and brings the database up to date.
    """
    founding = found(Settings.from_environ(), admin_email)
    if as_json:
        document = {
            "home": str(founding.home),
            "admin_email": founding.admin_email,
            "invite_path": founding.invite_path,
            "renewed": founding.renewed,
        }
        click.echo(json.dumps(document))
        return
    click.echo(f"The lab in {founding.home} is ready.")
    if founding.invite_path is not None:
        click.echo("Start the site with `printlab serve`. To become its administrator")
        click.echo(f"({founding.admin_email}), open within 7 days:")
        click.echo(f"  {_SITE}{founding.invite_path}")
        click.echo(f"or the same path on the address that serves in place of {_SITE}.")
        click.echo("The link works once.")
        if founding.renewed:
            click.echo("It takes the place of the one before, which works no longer.")
        click.echo("Once signed in, add everybody else under People.")
