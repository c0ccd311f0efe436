"""The header of a CLI file (Common Layer Interface 2.0): what its geometry is written in.

Between ``$$HEADERSTART`` and ``$$HEADEREND`` stand commands, each ``$$NAME/parameters``, in plain
ASCII also where the geometry is binary. ``USERDATA`` is followed by bytes of any kind.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import parse_number
from slicer_checks.formats.faults import shown
from slicer_checks.formats.mapped import Mapped
from slicer_checks.toolpath import Box

START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\$\$HEADERSTART")
_COMMAND: Final = re.compile(rb"(?:\s|//.*?//)*+\$\$([A-Za-z_]+)(/?)", re.DOTALL)
_VALUE: Final = re.compile(rb"[^\r\n$]*+(?:\$(?!\$)[^\r\n$]*+)*+")
_USER: Final = re.compile(rb"([^,\r\n]{0,200}),\s*([0-9]{1,12}),")
_LABEL: Final = re.compile(rb"\s*([+-]?[0-9]{1,10})\s*,(.*)\Z", re.DOTALL)
_COUNT: Final = re.compile(rb"\s*([0-9]{1,18})\s*\Z")

UNIT_MAX_MM: Final = 1000.0
"""No file's unit is larger: a metre."""
UNIT_MIN_MM: Final = 1e-9
HEADER_COMMANDS_MAX: Final = 10_000
_BOX_NUMBERS: Final = 6
TEXT_MAX: Final = 200
"""So many letters of a text are read."""
LAYERS, DIMENSION = "LAYERS", "DIMENSION"
GUARDS: Final = frozenset({LAYERS, DIMENSION})
"""Optional fields by which a binary file is seen to be whole: only text has a mark of its end."""


@dataclass(slots=True)
class Header:
    """What the header says, nothing where it does not; `end` is the byte behind it."""

    binary: bool | None = None
    aligned: bool = False
    unit_mm: float = 0.0
    version: str = ""
    date: str = ""
    layers: int | None = None
    box: tuple[float, ...] | None = None
    labels: list[tuple[int, str]] = field(default_factory=list)
    user_data: list[tuple[str, bytes]] = field(default_factory=list)
    unknown: int = 0
    end: int = 0

    def box_mm(self) -> Box | None:
        """Return the declared bounding box, as corners."""
        if self.box is None:
            return None
        x, y, z, x_high, y_high, z_high = self.box
        return (x, y, z), (x_high, y_high, z_high)

    def lacks(self) -> tuple[str, ...]:
        """Return which fields are not there that are required, or show that a file is whole.

        Without ``UNITS``, the third that is required, a file is refused.
        """
        fields = {"ASCII or BINARY": self.binary is None, "VERSION": not self.version}
        if self.binary:
            fields |= {LAYERS: self.layers is None, DIMENSION: self.box is None}
        return tuple(name for name, missing in fields.items() if missing)


def is_cli(data: Mapped) -> bool:
    """Tell whether a file begins as CLI does."""
    return START.match(data[:1024]) is not None


def read_header(data: Mapped) -> Header:
    """Read the header; raise `UnreadableFile` where it is cut off or says what cannot be."""
    start = START.match(data)
    if start is None:
        raise UnreadableFile("cli-header", "The file does not begin with a CLI header.")
    header, at = Header(), start.end()
    for _ in range(HEADER_COMMANDS_MAX):
        found = _COMMAND.match(data, at)
        if found is None:
            break
        at = found.end()
        name = found[1].upper()
        if name.startswith(b"HEADEREND"):
            header.end = found.start(1) + len(b"HEADEREND")
            return _checked(header)
        at = _take(header, data, name, at)
    raise UnreadableFile("cli-header", "The header of the CLI file has no end.")


def _take(header: Header, data: Mapped, name: bytes, at: int) -> int:
    """Take in one command whose parameters begin at a byte; return where they end."""
    if name == b"USERDATA":
        return _take_user_data(header, data, at)
    found = _VALUE.match(data, at)
    value = found[0] if found is not None else b""
    take = _TAKERS.get(name)
    if take is None:
        header.unknown += 1
    else:
        take(header, value)
    return at + len(value)


def _take_user_data(header: Header, data: Mapped, at: int) -> int:
    found = _USER.match(data, at)
    if found is None or found.end() + int(found[2]) > len(data):
        raise _wrong("USERDATA", data[at : at + 40])
    end = found.end() + int(found[2])
    header.user_data.append((_text(found[1]), data[found.end() : end]))
    return end


def _binary(header: Header, _value: bytes) -> None:
    header.binary = True


def _ascii(header: Header, _value: bytes) -> None:
    header.binary = False


def _align(header: Header, _value: bytes) -> None:
    header.aligned = True


def _units(header: Header, value: bytes) -> None:
    unit = parse_number(value.strip())
    if unit is None or not UNIT_MIN_MM <= unit <= UNIT_MAX_MM:
        raise _wrong("UNITS", value)
    header.unit_mm = unit


def _version(header: Header, value: bytes) -> None:
    header.version = _text(value)


def _date(header: Header, value: bytes) -> None:
    header.date = _text(value)


def _layers(header: Header, value: bytes) -> None:
    found = _COUNT.match(value)
    if found is None:
        raise _wrong("LAYERS", value)
    header.layers = int(found[1])


def _dimension(header: Header, value: bytes) -> None:
    numbers = [parse_number(text.strip()) for text in value.split(b",", _BOX_NUMBERS)]
    known = tuple(number for number in numbers if number is not None and math.isfinite(number))
    if len(numbers) != _BOX_NUMBERS or len(known) != _BOX_NUMBERS:
        raise _wrong("DIMENSION", value)
    header.box = known


def _label(header: Header, value: bytes) -> None:
    found = _LABEL.match(value)
    if found is None:
        raise _wrong("LABEL", value)
    header.labels.append((int(found[1]), _text(found[2])))


_TAKERS: Final = {
    b"BINARY": _binary,
    b"ASCII": _ascii,
    b"ALIGN": _align,
    b"UNITS": _units,
    b"VERSION": _version,
    b"DATE": _date,
    b"LAYERS": _layers,
    b"DIMENSION": _dimension,
    b"LABEL": _label,
}


def _checked(header: Header) -> Header:
    if header.unit_mm == 0.0:
        raise UnreadableFile("cli-units", "The header of the CLI file does not say its UNITS.")
    return header


def _wrong(name: str, value: bytes) -> UnreadableFile:
    text = shown(_text(value))
    return UnreadableFile(
        "cli-header-value",
        f"The header of the CLI file gives {name} the value {text!r}, which cannot be.",
        {"name": name, "text": text},
    )


def _text(value: bytes) -> str:
    """Return text as UTF-8, or as the Western letters it must be then; in one line."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return "".join(letter for letter in text if letter.isprintable()).strip()[:TEXT_MAX]
