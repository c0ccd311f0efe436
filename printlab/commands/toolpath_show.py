"""``printlab toolpath show FILE``: draw a layer."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from printlab.commands.chosen_process import chosen_process, with_rules
from printlab.errors import Invalid, Unreadable
from printlab.out_file import refuse_unfit, write_whole
from printlab.progress_bar import progress_bar
from slicer_checks import (
    Finding,
    SlicerChecksError,
    Toolpath,
    check_toolpath,
    read,
    read_toolpath,
    render_error,
)
from slicer_checks.formats.layer_dxf import write_layer_dxf
from slicer_checks.formats.layer_svg import write_layer_svg
from slicer_checks.pictures.path_picture import Look, path_picture
from slicer_checks.texts import word

__all__ = ["toolpath_show"]

_PATH = click.Path(path_type=Path)
_ENDINGS = {"png": (".png", ".svg"), "dxf": (".dxf",), "svg": (".svg",)}


@click.command("show")
@click.argument("file", type=_PATH)
@click.option("--layer", type=int, required=True, metavar="N", help="Which, counted from 1.")
@click.option("--png", type=_PATH, metavar="OUT", help="Draw here: PNG, or SVG by its end.")
@click.option("--dxf", type=_PATH, metavar="OUT", help="Write the layer's lines here, in mm.")
@click.option("--svg", type=_PATH, metavar="OUT", help="The same as SVG.")
@click.option("--order", is_flag=True, help="Colour by order of exposure, not by kind.")
@click.option("--check", "checked", is_flag=True, help="Ring what `toolpath check` finds there.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("--material", default="316L", show_default=True, help="Name of the metal powder.")
@click.option("--part", type=_PATH, metavar="PART", help="With --check: what it should be of.")
@click.option("--unit", type=click.Choice(["mm", "um", "inch", "m"]), help="The part's unit.")
@click.option("--machine", metavar="NAME", help="With --check: for this machine.")
@click.option("--rules", type=_PATH, metavar="FILE", help="With --check: limits of your own.")
@click.option("--lang", type=click.Choice(["en", "nl", "de"]), default="en", show_default=True)
def toolpath_show(  # noqa: PLR0913 (Click passes each option by name)
    *,
    file: Path,
    layer: int,
    png: Path | None,
    dxf: Path | None,
    svg: Path | None,
    order: bool,
    checked: bool,
    theme: str,
    material: str,
    part: Path | None,
    unit: str | None,
    machine: str | None,
    rules: Path | None,
    lang: str,
) -> int:
    """Draw layer N of the toolpath FILE: kinds by colour, directions, jumps, findings.

    Exits with 2 when FILE cannot be read or has no such layer.
    """
    asked = {"png": png, "dxf": dxf, "svg": svg}
    outs = {name: out for name, out in asked.items() if out is not None}
    if not outs:
        raise Invalid(
            "out-missing",
            "Say where to draw: --png FILE (.png or .svg), --dxf FILE or --svg FILE.",
        )
    for name, out in outs.items():
        refuse_unfit(file, out, _ENDINGS[name])
    look = Look(colouring="order" if order else "kind", theme=theme, lang=lang)  # type: ignore[arg-type]
    try:
        with progress_bar(wanted=True) as tell:
            tell("reading", 0, 0)
            path = read_toolpath(file)
            path.layer(layer - 1)
            findings: Sequence[Finding] = ()
            if checked:
                process = with_rules(chosen_process(material, None, machine), rules)
                whose = None if part is None else read(part, unit)
                tell("checking", 0, 0)
                findings = check_toolpath(path, whose, process).findings
            tell("drawing", 0, 0)
            files = _files(path, layer - 1, outs, look, findings)
    except SlicerChecksError as error:
        raise Unreadable(error.code, render_error(error, lang), error.params) from error
    for out, content in files.items():
        write_whole(out, content)
        click.echo(word("written", lang, path=str(out)))
    return 0


def _files(
    path: Toolpath,
    layer: int,
    outs: Mapping[str, Path],
    look: Look,
    findings: Sequence[Finding],
) -> dict[Path, bytes]:
    """Return what is written where; findings are ringed."""
    files: dict[Path, bytes] = {}
    if "png" in outs:
        is_svg = outs["png"].suffix.lower() == ".svg"
        files[outs["png"]] = path_picture(path, layer, findings, look, svg=is_svg)
    for name, write in (("dxf", write_layer_dxf), ("svg", write_layer_svg)):
        if name in outs:
            files[outs[name]] = write(path, layer)
    return files
