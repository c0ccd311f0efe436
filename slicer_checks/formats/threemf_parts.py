"""What models with slices and models with toolpaths say of their parts, and of themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import shown
from slicer_checks.formats.threemf_attributes import PRODUCTION, Placed, placed
from slicer_checks.formats.threemf_blocks import cut_blocks
from slicer_checks.formats.threemf_model import UNITS, too_many_instances
from slicer_checks.formats.threemf_profile import NAMELESS
from slicer_checks.formats.xml_events import Visitor, parse_xml
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import PathPart
from slicer_checks.units import MM_PER_NAMED_UNIT

SUPPORTS: Final = frozenset({"support", "solidsupport"})
"""The types of object that are supports."""
_METADATA: Final = {"Title": "name", "CreationDate": "date"}
_TEXT_MAX: Final = 1_000
_STANDARDS: Final = (
    "http://schemas.microsoft.com/3dmanufacturing/",
    "http://schemas.3mf.io/3dmanufacturing/",
)
_DIGITS_MAX: Final = 15


Listener = TypeVar("Listener", bound=Visitor)


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


class PathModel:
    """What models with slices and models with toolpaths hear alike; `unread` is left out.

    `known` are the namespaces that a model may require.
    """

    def __init__(self, limits: ReadLimits, known: frozenset[str]) -> None:
        self.unit = "mm"
        self.items: list[Item] = []
        self.facts = {"name": "", "date": ""}
        self.unread: dict[str, int] = {}
        self._limits = limits
        self._known = known
        self._prefixes: dict[str, str] = {}
        self._path: tuple[str, ...] = ()
        self._metadatum = ""

    def namespace(self, prefix: str, uri: str) -> None:
        """Know what a prefix within an attribute stands for."""
        self._prefixes[prefix] = uri

    def end(self, _name: str) -> None:
        """Close an element."""
        self._metadatum = ""
        self._path = self._path[:-1]

    def text(self, piece: str) -> None:
        """Keep the text of metadata that facts of a file are made of."""
        if self._metadatum:
            self.facts[self._metadatum] = (self.facts[self._metadatum] + piece)[:_TEXT_MAX]

    def _enter(self, plain: str, local: str) -> None:
        """Go into an element; the outermost is the model."""
        self._path = (*self._path, plain)
        if len(self._path) == 1 and plain != "model":
            raise UnreadableFile(
                "3mf-root",
                f"The model of the 3MF file is not a 3MF model but {shown(local)!r}.",
                {"element": shown(local)},
            )

    def _count(self, content: str, count: int = 1) -> None:
        if count:
            self.unread[content] = self.unread.get(content, 0) + count

    def _start_model(self, attributes: dict[str, str]) -> None:
        self.unit = _unit_of(attributes)
        others = _count_required(attributes, self._prefixes, self._known)
        self._count("required extensions of other programs", others)

    def _start_metadata(self, attributes: dict[str, str]) -> None:
        self._metadatum = _METADATA.get(attributes.get("name", ""), "")
        if self._metadatum:
            self.facts[self._metadatum] = ""

    def _start_item(self, attributes: dict[str, str]) -> None:
        self.items.append(_read_item(attributes))
        self._check_instances(len(self.items))

    def _start_mesh(self, _attributes: dict[str, str]) -> None:
        self._count("meshes")

    def _check_instances(self, count: int) -> None:
        if count > self._limits.instances_max:
            raise too_many_instances(self._limits)


def read_without_meshes(
    text: bytes, listener: Callable[[ReadLimits], Listener], limits: ReadLimits
) -> Listener:
    """Tell a listener what is in a model but its meshes; all of it where that fails."""
    cut = cut_blocks(text)
    if cut is not None:
        model = listener(limits)
        try:
            parse_xml(cut[0], model, limits)
        except UnreadableFile:
            cut = None
    if cut is None:
        model = listener(limits)
        parse_xml(text, model, limits)
    return model


def _read_item(attributes: dict[str, str]) -> Item:
    """Read an item of the build."""
    return Item(
        placed=placed(attributes),
        uuid=uuid_of(attributes),
        part_number=attributes.get("partnumber", "").strip(),
    )


def uuid_of(attributes: dict[str, str]) -> str:
    """Return the UUID of an object or an item, in small letters; empty where it has none."""
    return attributes.get(f"{PRODUCTION} UUID", "").strip().lower()


def _unit_of(attributes: dict[str, str]) -> str:
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


def _count_required(
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
