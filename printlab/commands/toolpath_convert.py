"""``printlab toolpath convert IN OUT``: write a toolpath in another format; say what is lost."""

import json
from pathlib import Path

import click

from printlab.commands.toolpath_losses import (
    loss_lines,
    loss_rows,
    rounded_number,
    written_lines,
)
from printlab.errors import Unreadable
from printlab.out_file import refuse_unfit, write_whole
from printlab.progress_bar import progress_bar
from printlab.version import __version__
from slicer_checks import SlicerChecksError, read_toolpath, render_error, write_toolpath
from slicer_checks.texts import word
from slicer_checks.write_toolpath import ENDINGS, WRITERS, format_of

__all__ = ["SCHEMA", "toolpath_convert"]

SCHEMA = "printlab/toolpath-conversion/1"
_PATH = click.Path(path_type=Path)


@click.command("convert")
@click.argument("file", metavar="IN", type=_PATH)
@click.argument("out", type=_PATH)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(list(WRITERS)),
    help="What OUT is written as; else by its name's end.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--lang", type=click.Choice(["en", "nl", "de"]), default="en", show_default=True)
def toolpath_convert(
    *, file: Path, out: Path, file_format: str | None, as_json: bool, lang: str
) -> int:
    """Read the toolpath IN and write it to OUT (.cli, .ilt, .ovf or .3mf).

    Says what IN holds that was not read, and what of it OUT cannot hold. Exits with 2 when IN
    cannot be read or OUT not written.
    """
    refuse_unfit(file, out, tuple(ENDINGS))
    try:
        with progress_bar(wanted=not as_json) as tell:
            tell("reading", 0, 0)
            path = read_toolpath(file)
            tell("writing", 0, 0)
            written = write_toolpath(path, file_format or format_of(out.name))
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error, lang), error.params) from error
    write_whole(out, written.data)
    if as_json:
        document = {
            "schema": SCHEMA,
            "printlab": __version__,
            "toolpath": {"file": path.name, "layers": len(path), "vectors": path.vectors},
            "out": {"file": out.name, "bytes": len(written.data)},
            "not_read": loss_rows(path.unread),
            "not_written": loss_rows(written.left_out),
            "rounded_mm": rounded_number(written),
        }
        click.echo(json.dumps(document, allow_nan=False, indent=2))
        return 0
    click.echo(word("written", lang, path=str(out)))
    for line in (*loss_lines("not_read", path.unread, lang), *written_lines(written, lang)):
        click.echo(line)
    return 0
