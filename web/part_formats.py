"""The formats of parts that uploads may have here: STEP only where its extra is installed."""

from typing import Final

from flask import Flask
from flask_babel import gettext as _

from printlab.services.uploads import reads_step

__all__ = ["install"]

_ACCEPTED: Final = ".stl,.3mf,.obj,.ply,.off,.amf,model/stl,model/3mf,model/obj"
_ACCEPTED_STEP: Final = ".step,.stp,model/step"


def install(app: Flask) -> None:
    """Give templates the words of the formats, and what a file field accepts."""
    app.jinja_env.globals.update(
        part_formats=_part_formats, part_files=_part_files, upload_step=_upload_step
    )


def _part_formats() -> str:
    """Return the formats as a list in words."""
    if reads_step():
        return str(_("STL, 3MF, OBJ, PLY, OFF, AMF or STEP"))
    return str(_("STL, 3MF, OBJ, PLY, OFF or AMF"))


def _part_files() -> str:
    """Return the endings and types that a browser offers to choose from."""
    return f"{_ACCEPTED},{_ACCEPTED_STEP}" if reads_step() else _ACCEPTED


def _upload_step() -> str:
    """Return the first of the steps that the entrance tells."""
    if reads_step():
        text = _(
            "Upload an STL, 3MF or STEP; the lab slices every layer and tells you what to fix."
        )
    else:
        text = _("Upload an STL or 3MF; the lab slices every layer and tells you what to fix.")
    return str(text)
