"""The grammar of ASCII STL, checked one facet at a time with compiled patterns in linear time.

Tolerated: any case, any blanks, CR, LF or CRLF, several solids, names in any encoding, remarks
after keywords, and normals that are not numbers (they are not used). Refused with a code that says
what is wrong: decimal commas, underscores, words and NaN as coordinates, loops without exactly
three vertices, a solid inside a solid, control bytes, overlong lines, too many solids, and a file
that stops before ``endsolid``.
"""

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import shown
from slicer_checks.formats.text_lines import CONTROL, line_of
from slicer_checks.limits import ReadLimits

_NUMBER: Final = rb"[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+"
_VERTEX: Final = rb"\s++vertex\s++(" + rb"\s++".join([_NUMBER] * 3) + rb")"
_OTHER: Final = rb"(?!facet|outer|vertex|end|solid)[^\s]++"
_NORMAL: Final = rb"(?:\s++" + _OTHER + rb"){0,3}+"
_REMARK: Final = rb"(?:[ \t]++" + _OTHER + rb")*+"
_FACET: Final = re.compile(
    rb"\s*+facet(?:\s++normal)"
    + _NORMAL
    + rb"\s++outer\s++loop"
    + _REMARK
    + _VERTEX * 3
    + rb"\s++endloop"
    + _REMARK
    + rb"\s++endfacet(?![^\s])"
    + _REMARK,
    re.IGNORECASE,
)
_SOLID: Final = re.compile(rb"\s*+solid(?:[ \t][^\r\n]*+)?(?=[\r\n])", re.IGNORECASE)
_END_SOLID: Final = re.compile(rb"\s*+end\s?solid(?:[ \t][^\r\n]*+)?(?=[\r\n]|\Z)", re.IGNORECASE)
_REST: Final = re.compile(rb"[\s\x1a]*+\Z")
_WORDS: Final = re.compile(rb"[^\s]+")
_COMMA: Final = re.compile(rb"[0-9],[0-9]")
_LOOP: Final = re.compile(rb"\s*+facet\b.*?\bendloop\b", re.IGNORECASE | re.DOTALL)
_EXCERPT_BYTES: Final = 40
_LOOK_BYTES: Final = 2_000
_VERTICES: Final = 3
_BLOCK_BYTES: Final = 1 << 20
_BLOCK_PIECES: Final = 300_000

Corners = npt.NDArray[np.float32]


class _Gathered:
    """The facets read so far: the latest as text, the others as numbers, to bound the memory."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._blocks: list[npt.NDArray[np.float32]] = []

    def add(self, vertices: Iterable[bytes]) -> None:
        """Add the three vertices of one facet."""
        self._pieces += vertices
        if len(self._pieces) >= _BLOCK_PIECES:
            self._settle()

    @property
    def facets(self) -> int:
        """How many facets there are."""
        settled = sum(len(block) for block in self._blocks)
        return settled // _VERTICES**2 + len(self._pieces) // _VERTICES

    def corners(self) -> Corners:
        """Give all facets as (F, 3, 3)."""
        self._settle()
        return np.concatenate(self._blocks).reshape(-1, _VERTICES, _VERTICES)

    def _settle(self) -> None:
        values = np.fromstring(b" ".join(self._pieces), dtype=np.float64, sep=" ")
        with np.errstate(over="ignore"):
            self._blocks.append(values.astype(np.float32))
        self._pieces.clear()


def parse_ascii(text: bytes, limits: ReadLimits) -> Corners:
    """Return the corners (F, 3, 3) of all solids of an ASCII STL."""
    _check_bytes(text, limits)
    gathered = _Gathered()
    solids = 0
    position = 0
    while not _REST.match(text, position):
        solids += 1
        if solids > limits.solids_max:
            raise UnreadableFile(
                "stl-too-many-solids",
                f"The STL file holds more than {limits.solids_max} solids.",
                {"solids_max": limits.solids_max},
            )
        position = _read_solid(text, position, gathered)
        _check_count(gathered.facets, limits)
    if gathered.facets == 0:
        raise UnreadableFile("stl-no-facets", "The STL file holds no facets.")
    return gathered.corners()


def _check_bytes(text: bytes, limits: ReadLimits) -> None:
    """Refuse control bytes and overlong lines before any pattern runs over the text."""
    control = CONTROL.search(text)
    if control is not None:
        raise UnreadableFile(
            "stl-ascii-control-byte",
            f"The text holds a control byte (0x{control[0][0]:02x}) at byte {control.start()}.",
            {"byte": control[0][0], "offset": control.start()},
        )
    longest = _longest_line(text)
    if longest > limits.line_bytes_max:
        raise UnreadableFile(
            "stl-line-too-long",
            f"A line has {longest} bytes; at most {limits.line_bytes_max} are read.",
            {"bytes": longest, "bytes_max": limits.line_bytes_max},
        )


def _longest_line(text: bytes) -> int:
    """Return the bytes of the longest line, looking at one block at a time."""
    longest, begin = 0, -1
    for start in range(0, len(text), _BLOCK_BYTES):
        letters = np.frombuffer(text[start : start + _BLOCK_BYTES], dtype=np.uint8)
        breaks = start + np.flatnonzero((letters == ord("\n")) | (letters == ord("\r")))
        if len(breaks) > 0:
            longest = max(longest, int(np.diff(breaks, prepend=begin).max()) - 1)
            begin = int(breaks[-1])
    return max(longest, len(text) - begin - 1)


def _check_count(facets: int, limits: ReadLimits) -> None:
    if facets > limits.facets_max:
        raise UnreadableFile(
            "stl-too-many-facets",
            f"The STL file holds more than {limits.facets_max} facets.",
            {"facets": facets, "facets_max": limits.facets_max},
        )


def _read_solid(text: bytes, position: int, gathered: _Gathered) -> int:
    """Append each facet of the solid at `position` and return where the solid ends."""
    begin = _SOLID.match(text, position)
    if begin is None:
        raise _malformed(text, position)
    position = begin.end()
    facet = _FACET.match(text, position)
    while facet is not None:
        position = facet.end()
        gathered.add(facet.groups())
        facet = _FACET.match(text, position)
    end = _END_SOLID.match(text, position)
    if end is None:
        raise _diagnose(text, position)
    return end.end()


def _diagnose(text: bytes, position: int) -> UnreadableFile:
    """Name the first thing that is wrong at a place where neither facet nor endsolid follows."""
    word = _WORDS.search(text, position)
    if word is None:
        return UnreadableFile(
            "stl-ascii-unfinished", "The text ends before endsolid: the file is cut off."
        )
    if word[0].lower() == b"solid":
        return UnreadableFile(
            "stl-ascii-nested-solid",
            f"A solid begins inside another at line {line_of(text, word.start())}.",
            {"line": line_of(text, word.start())},
        )
    if word[0].lower() == b"facet":
        return _diagnose_facet(text, position)
    return _malformed(text, position)


def _diagnose_facet(text: bytes, position: int) -> UnreadableFile:
    loop = _LOOP.match(text, position, position + _LOOK_BYTES)
    if loop is None:
        if len(text) - position < _LOOK_BYTES:
            return UnreadableFile(
                "stl-ascii-unfinished", "The text ends inside a facet: the file is cut off."
            )
        return _malformed(text, position)
    words = loop[0].split()
    line = line_of(text, _WORDS.search(text, position).start())  # type: ignore[union-attr]
    if _COMMA.search(loop[0]):
        return UnreadableFile(
            "stl-ascii-decimal-comma",
            f"The facet at line {line} writes numbers with a decimal comma; "
            "export the file with decimal points.",
            {"line": line},
        )
    vertices = sum(word.lower() == b"vertex" for word in words)
    if vertices != _VERTICES:
        return UnreadableFile(
            "stl-ascii-vertex-count",
            f"The facet at line {line} has {vertices} vertices instead of 3.",
            {"line": line, "vertices": vertices},
        )
    return _not_a_number(words, text, position, line)


def _not_a_number(words: list[bytes], text: bytes, position: int, line: int) -> UnreadableFile:
    keywords = {b"facet", b"normal", b"outer", b"loop", b"vertex", b"endloop", b"endfacet"}
    number = re.compile(_NUMBER + rb"\Z")
    odd = [w for w in words if w.lower() not in keywords and not number.match(w)]
    if not odd:
        return _malformed(text, position)
    odd_text = shown(odd[0])
    return UnreadableFile(
        "stl-ascii-number",
        f"The facet at line {line} holds {odd_text!r} where a number belongs.",
        {"line": line, "text": odd_text},
    )


def _malformed(text: bytes, position: int) -> UnreadableFile:
    word = _WORDS.search(text, position)
    start = len(text) if word is None else word.start()
    excerpt = shown(text[start : start + _EXCERPT_BYTES].split(b"\n")[0])
    return UnreadableFile(
        "stl-ascii-malformed",
        f"Line {line_of(text, start)} is not STL: {excerpt!r}.",
        {"line": line_of(text, start), "text": excerpt},
    )
