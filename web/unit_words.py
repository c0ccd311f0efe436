"""The units a file can be read in, in the language of the page."""

from flask_babel import gettext as _

__all__ = ["unit_words"]


def unit_words() -> dict[str, str]:
    """Return a word for each unit, the usual first."""
    return {
        "mm": _("Millimetres (mm)"),
        "um": _("Micrometres (µm)"),
        "inch": _("Inches (in)"),
        "m": _("Metres (m)"),
    }
