"""The header of a PLY file: which elements follow, with which properties, in which encoding."""

from dataclasses import dataclass, field
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import shown

ENCODINGS: Final = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}
TYPES: Final = {
    **dict.fromkeys(("char", "int8"), "i1"),
    **dict.fromkeys(("uchar", "uint8"), "u1"),
    **dict.fromkeys(("short", "int16"), "i2"),
    **dict.fromkeys(("ushort", "uint16"), "u2"),
    **dict.fromkeys(("int", "int32"), "i4"),
    **dict.fromkeys(("uint", "uint32"), "u4"),
    **dict.fromkeys(("float", "float32"), "f4"),
    **dict.fromkeys(("double", "float64"), "f8"),
}
"""Names of number types, and numpy's codes for them."""
_HEADER_BYTES_MAX: Final = 65_536
_SCALAR_WORDS: Final = 3
_LIST_WORDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A number (`count_type` is empty) or a list of numbers of one element."""

    name: str
    item_type: str
    count_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """So many records of the same properties."""

    name: str
    count: int
    properties: list[Property] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`order` is numpy's byte order, empty for text; `body` is where the records begin."""

    order: str
    elements: list[Element]
    body: int


def read_header(data: bytes) -> Header:
    """Read the header; raise `UnreadableFile` with the first line that is not one."""
    order: str | None = None
    elements: list[Element] = []
    line, at = _line(data, 0)
    words: list[str] = []
    number = 1
    while words[:1] != ["end_header"]:
        line, at = _line(data, at)
        number += 1
        words = line.split()
        if words[:1] in ([], ["comment"], ["obj_info"], ["end_header"]):
            continue
        if words[0] == "format" and len(words) > 1 and words[1] in ENCODINGS:
            order = ENCODINGS[words[1]]
        elif not _add(words, elements):
            raise _bad(number, line)
    if order is None:
        raise _bad(number, "format?")
    return Header(order=order, elements=elements, body=at)


def _line(data: bytes, at: int) -> tuple[str, int]:
    """Return the line at `at` and where the next begins; it ends with LF, CRLF or a lone CR."""
    found = (data.find(sign, at, _HEADER_BYTES_MAX + 1) for sign in (b"\n", b"\r"))
    ends = [end for end in found if end >= 0]
    if not ends:
        raise _bad(data.count(b"\n", 0, at) + 1, "end_header?")
    end = min(ends)
    after = end + 2 if data[end : end + 2] == b"\r\n" else end + 1
    return data[at:end].decode("latin-1"), after


def _add(words: list[str], elements: list[Element]) -> bool:
    """Add an element or a property; tell whether the line was one."""
    if words[0] == "element" and len(words) == _SCALAR_WORDS:
        name, count = words[1:]
        if not (count.isascii() and count.isdecimal() and len(count) <= len(str(2**62))):
            return False
        elements.append(Element(name=name, count=int(count)))
        return True
    if words[0] != "property" or not elements:
        return False
    found = _property(words)
    if found is None:
        return False
    elements[-1].properties.append(found)
    return True


def _property(words: list[str]) -> Property | None:
    if len(words) == _SCALAR_WORDS and words[1] in TYPES:
        return Property(name=words[2], item_type=TYPES[words[1]])
    whole = len(words) == _LIST_WORDS and words[1] == "list"
    if not whole or words[2] not in TYPES or words[3] not in TYPES:
        return None
    count_type = TYPES[words[2]]
    if count_type.startswith("f"):
        return None
    return Property(name=words[4], item_type=TYPES[words[3]], count_type=count_type)


def _bad(line: int, text: str) -> UnreadableFile:
    return UnreadableFile(
        "mesh-header",
        f"The header of the PLY file is not well formed at line {line}: {shown(text)!r}.",
        {"format": "PLY", "line": line, "text": shown(text)},
    )
