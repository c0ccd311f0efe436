"""What a toolpath of 3MF says of lasers: profiles, how they change along vectors, and scan fields.

Toolpath extension 1.0, sections 4.1, 4.2 and 4.5: powers in W, speeds in mm/s, lengths of profiles
in mm, whatever the unit of the model; scan fields in the toolpath's own units.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.exposure import Exposure
from slicer_checks.formats.faults import shown
from slicer_checks.formats.threemf_segments import FACTORS, NONE
from slicer_checks.formats.threemf_values import WHOLE_MAX, decimal, number_in, whole

NAMELESS: Final = "00000000-0000-0000-0000-000000000000"
"""The UUID under which we write the profile, or the item, of blocks that name none."""
UM_OF_DIAMETER: Final = 2000
"""Micrometres of a spot's diameter for each millimetre of its radius."""
_NUMBERS: Final = {
    "laserpower": "power_w",
    "laserspeed": "speed_mm_s",
    "jumpspeed": "jump_speed_mm_s",
    "laserfocus": "focus_mm",
    "prewaittime": "wait_before_us",
    "postwaittime": "wait_after_us",
}
_CHANGING: Final = {"laserpower": "power_w", "laserspeed": "speed_mm_s"}
"""What of a profile is known to change along vectors, and how far."""
_READ: Final = frozenset({*_NUMBERS, "uuid", "name", "spotradius", "laserindex"})
_TYPES: Final = frozenset({"constant", "linear", "nonlinear"})
_BELOW_ZERO: Final = frozenset({"laserfocus"})
"""Parameters that may be negative."""
_CENTRE: Final = frozenset({"centerx", "centery"})
_BOUNDS: Final = ("minx", "miny", "maxx", "maxy")
_DIGITS_MAX: Final = 60
Field = tuple[int, int, int, int]


@dataclass(slots=True)
class Profile:
    """A set of parameters; `ranges` are (attribute, least, most) by the factor that moves them.

    `spans` are the lowest and the highest value of each factor that is used, `plain` the factors
    that some vectors do without: to them the profile's own number applies.
    """

    uuid: str
    exposure: Exposure
    laser: int
    attributes: dict[str, str]
    ranges: dict[int, tuple[str, float, float]] = field(default_factory=dict)
    spans: dict[int, tuple[float, float]] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)

    def unused(self) -> "Profile":
        """Return the same profile before any vector was met."""
        return replace(self, spans={}, plain=set())

    def reach(self, factor: int, span: tuple[float, float], *, always: bool) -> None:
        """Know which values a factor takes, and whether every vector says one."""
        attribute, least, most = self.ranges.get(factor, ("", 0.0, 0.0))
        if attribute not in _CHANGING:
            return
        if not always:
            self.plain.add(factor)
        if span[1] >= 0:
            low, high = self.spans.get(factor, span)
            self.spans[factor] = (min(low, span[0]), max(high, span[1]))
        if factor in self.spans:
            name = _CHANGING[attribute]
            ends = [least + end * (most - least) for end in self.spans[factor]]
            ends += [getattr(self.exposure, name)] if factor in self.plain else []
            span_of: dict[str, Any] = {f"least_{name}": min(ends), f"most_{name}": max(ends)}
            self.exposure = replace(self.exposure, **span_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laser:
    """A laser and its scan field (least x and y, most x and y), in the units of the toolpath."""

    number: int
    name: str
    field: Field | None


def read_profile(attributes: dict[str, str]) -> Profile:
    """Read a toolpath profile."""
    element = "toolpathprofile"
    numbers = {
        name: decimal(element, attributes, key)
        for key, name in _NUMBERS.items()
        if key in attributes
    }
    if "spotradius" in attributes:
        numbers["spot_um"] = _spot_um(decimal(element, attributes, "spotradius"), attributes)
    return Profile(
        uuid=attributes.get("uuid", "").strip().lower(),
        exposure=Exposure(name=attributes.get("name", ""), **numbers),
        laser=whole(element, attributes, "laserindex", NONE),
        attributes=attributes,
    )


def unread_of_profile(attributes: dict[str, str]) -> dict[str, int]:
    """Return what of a profile is left out: deposition, and parameters of other programs."""
    foreign = {name for name in attributes if " " in name}
    counts = {
        "parameters of other programs": len(foreign),
        "parameters of deposition": len(set(attributes) - _READ - foreign),
    }
    return {content: count for content, count in counts.items() if count}


def read_modifier(profile: Profile, attributes: dict[str, str], prefixes: dict[str, str]) -> None:
    """Read how a parameter of a profile changes along vectors; refuse what section 4.2 forbids.

    `prefixes` say which namespaces the parameters of other programs are in.
    """
    target = attributes.get("attribute", "")
    prefix, colon, local = target.rpartition(":")
    key = f"{prefixes.get(prefix, prefix)} {local}" if colon else target
    factor = attributes.get("factor", "")
    least = number_in(attributes.get("minvalue", ""))
    most = number_in(attributes.get("maxvalue", ""))
    rules = (
        attributes.get("type") in _TYPES,
        len(factor) == 1 and factor in FACTORS,
        isfinite(number_in(profile.attributes.get(key, ""))) and key != "laserindex",
        isfinite(most - least) and least < most,
        bool(colon) or key in _BELOW_ZERO or least >= 0,
    )
    taken = {name for name, _, _ in profile.ranges.values()}
    if not all(rules) or key in taken or FACTORS.index(factor) in profile.ranges:
        raise UnreadableFile(
            "3mf-toolpath-modifier",
            f"The profile {shown(profile.exposure.name)!r} of the 3MF toolpath changes "
            f"{shown(target)!r} in a way that is not allowed.",
            {"profile": shown(profile.exposure.name), "attribute": shown(target)},
        )
    profile.ranges[FACTORS.index(factor)] = (key, least, most)


def read_laser(attributes: dict[str, str], known: list[Laser]) -> Laser:
    """Read a laser source; its scan field must be whole and its number its own."""
    element = "lasersource"
    laser = Laser(
        number=whole(element, attributes, "index"),
        name=attributes.get("name", ""),
        field=_field(attributes),
    )
    if any(laser.number == other.number for other in known):
        raise bad_laser(laser.number)
    return laser


def bad_laser(number: int) -> UnreadableFile:
    """Return the error for a laser that is not declared, or not as it must be."""
    return UnreadableFile(
        "3mf-toolpath-laser",
        f"The 3MF toolpath uses or declares laser {number} in a way that is not allowed: each "
        "laser is declared once, with all four bounds of its scan field or none.",
        {"laser": number},
    )


def _field(attributes: dict[str, str]) -> Field | None:
    """Return the bounds of a scan field; section 4.5 has them all or none, and in order."""
    if not any(name in attributes for name in (*_BOUNDS, "cornerradius")):
        return None
    if not all(name in attributes for name in _BOUNDS):
        raise bad_laser(whole("lasersource", attributes, "index"))
    left, low, right, high = (
        whole("lasersource", attributes, name, least=-WHOLE_MAX - 1) for name in _BOUNDS
    )
    corner = whole("lasersource", attributes, "cornerradius", 0, least=0)
    half = min(right - left, high - low) / 2
    if right < left or high < low or corner > half or len(_CENTRE & attributes.keys()) == 1:
        raise bad_laser(whole("lasersource", attributes, "index"))
    return left, low, right, high


def _spot_um(radius_mm: float, attributes: dict[str, str]) -> float:
    """Return the diameter of a spot, rounded once."""
    text = attributes["spotradius"].strip()
    if len(text) > _DIGITS_MAX or not 1e-9 < abs(radius_mm) < 1e9:  # noqa: PLR2004 - no spot
        return radius_mm * UM_OF_DIAMETER
    return float(Decimal(text) * UM_OF_DIAMETER)
