"""One layer of a toolpath of 3MF: the part of the package that holds its segments.

Toolpath extension 1.0, part II. Parts and profiles are named by numbers of the layer's own, which
stand for the UUIDs of build items and of profiles of the toolpath.
"""

import re
from array import array
from math import inf
from typing import Final

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import shown
from slicer_checks.formats.threemf_segment_scan import scan_segments
from slicer_checks.formats.threemf_segments import (
    FACTOR_NAMES,
    FACTORS,
    HATCH,
    HATCH_NAMES,
    KINDS,
    NONE,
    POINT_NAMES,
    POLYLINE,
    Segments,
)
from slicer_checks.formats.threemf_values import bad_value, number_in, whole
from slicer_checks.formats.xml_events import parse_xml
from slicer_checks.limits import ReadLimits

NAMESPACES: Final = (
    "http://schemas.3mf.io/3dmanufacturing/toolpath/2026/03",
    "http://schemas.microsoft.com/3dmanufacturing/toolpath/2019/05",
)
"""The namespace of the extension, and the one of its drafts, which stands for the same."""
_BEGIN: Final = re.compile(rb"<segments[ \t\r\n]*>")
_SEGMENTS: Final = ("layer", "segments")
_SEGMENT: Final = (*_SEGMENTS, "segment")
_WHOLE_MIN: Final = -(2**31)


class Layer:
    """Listens to the XML of a layer; `scanned` are its segments where they were cut out before.

    `parts` and `profiles` are UUIDs by the layer's own numbers; `unread` counts what is left out.
    """

    def __init__(self, scanned: Segments | None = None, offset: int = NONE) -> None:
        self.parts: dict[int, str] = {}
        self.profiles: dict[int, str] = {}
        self.unread: dict[str, int] = {}
        self.scanned_met = False
        self._scanned = scanned
        self._offset = offset
        self._path: tuple[str, ...] = ()
        self._seen: set[tuple[str, ...]] = set()
        self._table = array("q")
        self._numbers = array("i")
        self._peaks = array("d")
        self._lows = array("d")
        self._changed = array("q")
        self._peak = [float(NONE)] * 4
        self._low = [inf] * 4
        self._tagged = 0
        self._predicted = 0
        self._first = True
        self._readers = {
            _SEGMENTS: self._start_segments,
            ("layer", "parts", "part"): self._start_part,
            ("layer", "profiles", "profile"): self._start_profile,
            ("layer", "data"): self._start_data,
            _SEGMENT: self._start_segment,
            (*_SEGMENT, "point"): self._start_vector,
            (*_SEGMENT, "hatch"): self._start_vector,
            (*_SEGMENT, "point", "sub"): self._start_sub,
            (*_SEGMENT, "hatch", "sub"): self._start_sub,
        }

    @property
    def segments(self) -> Segments:
        """The segments that were read."""
        if self._scanned is not None:
            return self._scanned
        return Segments(
            table=np.array(self._table, dtype=np.int64).reshape(-1, 6),
            points=np.array(self._numbers, dtype=np.int32).reshape(-1, 2),
            peaks=np.array(self._peaks, dtype=np.float64).reshape(-1, 4),
            lows=np.array(self._lows, dtype=np.float64).reshape(-1, 4),
            changed=np.array(self._changed, dtype=np.int64).reshape(-1, 4),
            tagged=self._tagged,
            predicted=self._predicted,
        )

    def namespace(self, prefix: str, uri: str) -> None:
        """Namespaces are in the names."""

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None:
        """Read an element where it belongs; count what is of other programs."""
        space, _, local = name.rpartition(" ")
        known = space in NAMESPACES
        self._path = (*self._path, local if known else name)
        if len(self._path) == 1 and self._path != ("layer",):
            raise UnreadableFile(
                "3mf-toolpath-layer",
                f"A layer of the 3MF toolpath is no layer but {shown(local)!r}.",
                {"element": shown(local)},
            )
        read = self._readers.get(self._path)
        if read is not None:
            read(attributes, offset)
        elif self._path[:-1] in {_SEGMENTS, _SEGMENT}:
            if known:
                raise unknown_segment(local)
            self._count("vectors in another encoding")

    def end(self, _name: str) -> None:
        """Close an element; factors of a vector count for its segment."""
        if self._path[:-1] == _SEGMENT and self._path in self._readers:
            unused = self._first and self._table[-6] == POLYLINE
            self._first = False
            for factor, peak in enumerate(self._peak):
                if peak >= 0 and not unused:
                    self._changed[factor - 4] += 1
                    self._peaks[factor - 4] = max(self._peaks[factor - 4], peak)
                    self._lows[factor - 4] = min(self._lows[factor - 4], self._low[factor])
        self._path = self._path[:-1]

    def text(self, piece: str) -> None:
        """Pass over text: a layer has none."""

    def _count(self, content: str) -> None:
        self.unread[content] = self.unread.get(content, 0) + 1

    def _start_segments(self, _attributes: dict[str, str], offset: int) -> None:
        if _SEGMENTS in self._seen:
            raise UnreadableFile(
                "3mf-incomplete",
                "A layer of the 3MF toolpath has several elements 'segments'; it needs one.",
                {"element": "segments", "count": 2},
            )
        self._seen.add(_SEGMENTS)
        self.scanned_met = offset == self._offset

    def _start_part(self, attributes: dict[str, str], _offset: int) -> None:
        _name_uuid("part", attributes, self.parts)

    def _start_profile(self, attributes: dict[str, str], _offset: int) -> None:
        _name_uuid("profile", attributes, self.profiles)

    def _start_data(self, _attributes: dict[str, str], _offset: int) -> None:
        self._count("data of other programs")

    def _start_segment(self, attributes: dict[str, str], _offset: int) -> None:
        kind = attributes.get("type", "")
        if kind not in KINDS:
            raise unknown_segment(kind)
        row = [
            KINDS.index(kind),
            whole("segment", attributes, "profileid"),
            whole("segment", attributes, "partid"),
            whole("segment", attributes, "laserindex", NONE),
            whole("segment", attributes, "lasersync", NONE),
            len(self._numbers) // 2,
        ]
        self._table.extend(row)
        self._peaks.extend([NONE] * 4)
        self._lows.extend([inf] * 4)
        self._changed.extend([0] * 4)
        self._tagged += "tag" in attributes
        self._predicted += "timeprediction" in attributes or "jumpprediction" in attributes
        self._first = True
        self._count_foreign(attributes)

    def _start_vector(self, attributes: dict[str, str], _offset: int) -> None:
        element = self._path[-1]
        hatch = self._table[-6] == HATCH
        if hatch != (element == "hatch"):
            raise unknown_segment(element)
        for name in HATCH_NAMES if hatch else POINT_NAMES:
            self._numbers.append(whole(element, attributes, name, least=_WHOLE_MIN))
        self._tagged += "tag" in attributes
        self._peak, self._low = [float(NONE)] * 4, [inf] * 4
        self._take_factors(element, attributes)
        self._count_foreign(attributes)

    def _start_sub(self, attributes: dict[str, str], _offset: int) -> None:
        self._take_factors("sub", attributes)

    def _take_factors(self, element: str, attributes: dict[str, str]) -> None:
        for name in FACTOR_NAMES:
            text = attributes.get(name)
            if text is not None:
                value = number_in(text)
                if not 0 <= value <= 1:
                    raise bad_value(element, name, text)
                place = FACTORS.index(name[0])
                self._peak[place] = max(self._peak[place], value)
                self._low[place] = min(self._low[place], value)

    def _count_foreign(self, attributes: dict[str, str]) -> None:
        if any(" " in name for name in attributes):
            self._count("parameters of other programs")


def read_layer(text: bytes, limits: ReadLimits) -> Layer:
    """Read a layer: its segments by scanning and the rest as XML, or all of it as XML."""
    begin = _BEGIN.search(text)
    end = -1 if begin is None else text.find(b"</segments", begin.end())
    if begin is not None and end >= 0:
        scanned = scan_segments(text, begin.end(), end)
        if scanned is not None:
            layer = Layer(scanned, begin.start())
            parse_xml(text[: begin.end()] + text[end:], layer, limits)
            if layer.scanned_met:
                return layer
    return read_layer_slowly(text, limits)


def read_layer_slowly(text: bytes, limits: ReadLimits) -> Layer:
    """Read a layer by the XML parser alone."""
    layer = Layer()
    parse_xml(text, layer, limits)
    return layer


def _name_uuid(element: str, attributes: dict[str, str], names: dict[int, str]) -> None:
    """Keep what a number of a layer stands for."""
    number = whole(element, attributes, "id")
    if number in names:
        raise bad_value(element, "id", attributes.get("id", ""))
    names[number] = attributes.get("uuid", "").strip().lower()


def unknown_segment(kind: str) -> UnreadableFile:
    """Return the error for a segment, or a vector in one, that no planar toolpath has."""
    return UnreadableFile(
        "3mf-toolpath-segment",
        f"The 3MF toolpath holds a segment or vector {shown(kind)!r} where none can be; "
        "loops, polylines and hatches are read.",
        {"kind": shown(kind)},
    )
