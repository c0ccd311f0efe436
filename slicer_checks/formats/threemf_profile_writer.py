"""Exposures and lasers of a toolpath as profiles and laser sources of 3MF."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from math import isfinite, isnan
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.exposure import Exposure
from slicer_checks.formats.file_units import whole_of
from slicer_checks.formats.threemf_part_writer import Losses
from slicer_checks.formats.threemf_profile import NAMELESS, UM_OF_DIAMETER
from slicer_checks.toolpath import NOBODY, LaserSource, Toolpath

_ABOVE: Final = {
    "laserpower": 0.0,
    "laserfocus": float("-inf"),
    "prewaittime": 0.0,
    "postwaittime": 0.0,
}
"""The least that an attribute may be; all others must be above zero."""
_NAMES: Final = {
    "power_w": "laserpower",
    "speed_mm_s": "laserspeed",
    "jump_speed_mm_s": "jumpspeed",
    "focus_mm": "laserfocus",
    "spot_um": "spotradius",
    "wait_before_us": "prewaittime",
    "wait_after_us": "postwaittime",
}


_SPANS: Final = frozenset({"least_power_w", "most_power_w", "least_speed_mm_s", "most_speed_mm_s"})
"""What the format says vector by vector, and a toolpath knows by its ends alone."""


def profiles_xml(exposures: Sequence[Exposure], uuids: Sequence[str], losses: Losses) -> str:
    """Return the profiles of exposures, and the nameless one; `uuids` by place."""
    rows: list[str] = []
    taken: dict[str, int] = {}
    for exposure, uuid in zip(exposures, uuids, strict=False):
        name = _own_name(exposure.name, taken)
        losses.add("names of exposures", int(name != exposure.name))
        rows.append(
            f'<tp:toolpathprofile uuid="{uuid}" name={losses.attribute(name)}'
            f"{_parameters(exposure, losses)}/>\n"
        )
    rows.append(f'<tp:toolpathprofile uuid="{NAMELESS}" name="{_own_name("none", taken)}"/>\n')
    return f"<tp:toolpathprofiles>\n{''.join(rows)}</tp:toolpathprofiles>\n"


def lasers_xml(
    toolpath: Toolpath, kept: npt.NDArray[np.bool_], unit_mm: float, losses: Losses
) -> str:
    """Return the laser sources: those that are known, and all that are used when several are."""
    used = np.unique(toolpath.blocks.block_laser[kept])
    used = used[used != NOBODY]
    known = len(toolpath.lasers)
    if known == 0 and len(used) <= 1:
        return ""
    rows = [_laser_xml(*one, unit_mm, losses) for one in enumerate(toolpath.lasers)]
    rows += [
        _laser_xml(number, LaserSource(name=f"Laser {number + 1}"), unit_mm, losses)
        for number in used[used >= known].tolist()
    ]
    return f"<tp:lasersources>\n{''.join(rows)}</tp:lasersources>\n"


def _laser_xml(number: int, laser: LaserSource, unit_mm: float, losses: Losses) -> str:
    bounds = ""
    if laser.field_mm is not None:
        (left, low), (right, high) = whole_of(np.array(laser.field_mm), unit_mm).tolist()
        bounds = f' minx="{left}" maxx="{right}" miny="{low}" maxy="{high}"'
    losses.add("names of lasers", int(not laser.name))
    name = losses.attribute(laser.name or f"Laser {number + 1}")
    return f'<tp:lasersource index="{number}" name={name}{bounds}/>\n'


def _own_name(name: str, taken: dict[str, int]) -> str:
    """Return a name that no other profile has: the name itself where it can be.

    ``taken`` knows the names there are, each with the number that is tried next behind it.
    """
    name = name or "Profile"
    own = name
    while own in taken:
        number = taken[name] = taken.get(name, 1) + 1
        own = f"{name} ({number})"
    taken[own] = 1
    return own


def _parameters(exposure: Exposure, losses: Losses) -> str:
    """Return the attributes of a profile; what it cannot hold is counted."""
    text = ""
    for column in fields(Exposure):
        value = getattr(exposure, column.name)
        if column.name != "name" and not isnan(value):
            name = _NAMES.get(column.name, "")
            least = _ABOVE.get(name)
            allowed = value > 0 if least is None else value >= least
            if name and allowed and isfinite(value):
                number = repr(float(value))
                if name == "spotradius":
                    number = str(Decimal(number) / UM_OF_DIAMETER)
                text += f' {name}="{number}"'
            elif column.name not in _SPANS:
                losses.add("parameters of exposures")
    losses.add("power along vectors", int(not isnan(exposure.most_power_w)))
    losses.add("speed along vectors", int(not isnan(exposure.most_speed_mm_s)))
    return text
