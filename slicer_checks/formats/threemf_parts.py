"""What models with slices and models with toolpaths say of their parts, and of themselves."""

from dataclasses import dataclass
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import shown
from slicer_checks.formats.threemf_attributes import PRODUCTION, Placed, placed
from slicer_checks.formats.threemf_model import UNITS
from slicer_checks.formats.threemf_profile import NAMELESS
from slicer_checks.toolpath import PathPart
from slicer_checks.units import MM_PER_NAMED_UNIT

SUPPORTS: Final = frozenset({"support", "solidsupport"})
"""The types of object that are supports."""
METADATA: Final = {"Title": "name", "CreationDate": "date"}
"""Metadata of the core specification that are kept, and as what."""
TEXT_MAX: Final = 1_000
"""So many letters of a metadatum are kept."""
_STANDARDS: Final = (
    "http://schemas.microsoft.com/3dmanufacturing/",
    "http://schemas.3mf.io/3dmanufacturing/",
)
_DIGITS_MAX: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What the build places: an object, and the UUID and part number of the item itself."""

    placed: Placed
    uuid: str
    part_number: str

    @property
    def nameless(self) -> bool:
        """Whether it stands for the blocks that name no part."""
        return self.uuid == NAMELESS

    def part(self, name: str) -> PathPart:
        """Return the part that this is: its part number where that is a number, or its object."""
        for text in (self.part_number, self.placed.object_id):
            digits = text.removeprefix("-")
            if digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS_MAX:
                return PathPart(number=int(text), name=name)
        return PathPart(number=0, name=name)


def read_item(attributes: dict[str, str]) -> Item:
    """Read an item of the build."""
    return Item(
        placed=placed(attributes),
        uuid=uuid_of(attributes),
        part_number=attributes.get("partnumber", "").strip(),
    )


def uuid_of(attributes: dict[str, str]) -> str:
    """Return the UUID of an object or an item, in small letters; empty where it has none."""
    return attributes.get(f"{PRODUCTION} UUID", "").strip().lower()


def unit_of(attributes: dict[str, str]) -> str:
    """Return the unit of a model, as a key of `MM_PER_NAMED_UNIT`."""
    unit = attributes.get("unit", "millimeter")
    if unit not in UNITS:
        raise UnreadableFile(
            "3mf-unit",
            f"The 3MF file is in the unit {shown(unit)!r}, which 3MF does not know.",
            {"unit": shown(unit)},
        )
    return UNITS[unit]


def unit_mm(unit: str) -> float:
    """Return what a unit of a model is worth."""
    return MM_PER_NAMED_UNIT[unit]


def count_required(
    attributes: dict[str, str], prefixes: dict[str, str], read: frozenset[str]
) -> int:
    """Return how many required extensions of other programs are passed over.

    Those of the 3MF consortium that are not among `read` are refused, since vectors may be in them
    (binary, secure content). Those of other programs are passed over, against the letter of the
    specification: what we read is looked at and not built, and the published sample requires one
    for its remarks.
    """
    others = 0
    for prefix in attributes.get("requiredextensions", "").split():
        uri = prefixes.get(prefix, prefix)
        if uri.startswith(_STANDARDS) and uri not in read:
            name = shown("/".join(uri.split("/")[-3:]))
            raise UnreadableFile(
                "3mf-extension",
                f"The 3MF file says it cannot be understood without the extension {name!r}, "
                "which is not read.",
                {"extension": name},
            )
        others += uri not in read
    return others
