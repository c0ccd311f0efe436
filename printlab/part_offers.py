"""What the lab offers for a part in a limited child: a mended file, and ways to lay it down."""

from pathlib import Path
from typing import Final

from printlab.child import ReportProgress
from printlab.records import JsonObject
from slicer_checks import Part, Process, Report, SlicerChecksError, orient, read, repair
from slicer_checks.laying import laid_stl
from slicer_checks.orientations import Orientation
from slicer_checks.pictures.gallery import Picture
from slicer_checks.pictures.model import model_of
from slicer_checks.pictures.orientations_picture import orientation_picture
from slicer_checks.pictures.part_picture import part_pictures
from slicer_checks.texts import LANGUAGES

__all__ = [
    "COMMA_LANGUAGES",
    "MENDABLE",
    "MENDED",
    "PART_WITH_COMMA",
    "comma_picture",
    "mended",
    "orientation_pictures",
    "orientations",
    "turn_part",
]

MENDED: Final = "mended.stl"
"""The mended file in the scratch folder."""
TURNED: Final = "turned.stl"

MENDABLE: Final = frozenset(
    {
        "degenerate-faces",
        "duplicate-bodies",
        "duplicate-faces",
        "flipped",
        "inside-out",
        "nonmanifold-edges",
        "not-watertight",
        "overlapping-bodies",
        "sliver-faces",
        "tolerance-welded",
    }
)
"""Findings that a repair does away with; without one of them none is tried."""
COMMA_LANGUAGES: Final = ("nl", "de")
"""Languages with a comma before decimals; they share one picture of the part."""
PART_WITH_COMMA: Final = "part-with-comma"
_CHOICES: Final = 6


def mended(report: Report, scratch: Path) -> JsonObject | None:
    """Mend a part whose surface has faults; leave the file, and say what was done in each language.

    Where the repair fails no file is left, and the answer says why: ``{"error": {code, params}}``.
    """
    if not MENDABLE & {finding.code for finding in report.findings}:
        return None
    try:
        result = repair(report.part)
    except SlicerChecksError as error:
        return {"error": {"code": error.code, "params": dict(error.params)}}
    if not result.changed:
        return None
    (scratch / MENDED).write_bytes(result.to_bytes())
    return {lang: result.to_dict(lang) for lang in LANGUAGES}


def orientations(part: Part, process: Process) -> tuple[Orientation, ...]:
    """Rank a few ways to lay the part, the way it was drawn among them."""
    return orient(part, process, limit=_CHOICES).choices


def orientation_pictures(part: Part, choices: tuple[Orientation, ...]) -> list[Picture]:
    """Draw each way, for light and for dark pages."""
    model = model_of(part)
    return [
        Picture(
            name=f"orientation-{number}",
            finding=-1,
            code="picture-orientation",
            params={"number": number + 1},
            png={
                "light": orientation_picture(model, choice, theme="light"),
                "dark": orientation_picture(model, choice, theme="dark"),
            },
        )
        for number, choice in enumerate(choices)
    ]


def comma_picture(report: Report) -> Picture:
    """Draw the part as `gallery` does, its dimensions written as Dutch and German write them."""
    png = part_pictures(report.part, report.findings, ("light", "dark"), lang=COMMA_LANGUAGES[0])
    return Picture(name=PART_WITH_COMMA, finding=-1, code="picture-part", png=png)


def turn_part(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Turn a part as an orientation says, and leave it as a file in millimetres."""
    report_progress("reading", 0, 1)
    part = read(Path(request["path"]).read_bytes(), request["unit"], name=request["name"])
    (Path(request["scratch"]) / TURNED).write_bytes(laid_stl(part, request["rotation"]))
    return {"file": TURNED}
