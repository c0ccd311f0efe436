"""The small messages of an OVF file (tables, shells, sets of parameters), looked up by field.

Where a field that is no list stands several times, the last one holds. A message is scanned once,
compiled, however many fields it has; lists are counted before room is made for them.
"""

import struct
from dataclasses import dataclass

import numpy as np

from slicer_checks.formats.ovf_faults import ENTRIES_MAX, damaged, too_many_entries
from slicer_checks.formats.protobuf_wire import (
    FIXED32,
    LENGTH,
    VARINT,
    Codes,
    Longs,
    gather_varints,
    index_fields,
    list_fields,
    scan_delimited,
)
from slicer_checks.formats.protobuf_writing import single

_FIELDS, _WIRES = 31, 6
"""Field numbers of the small messages are up to 30, and wire types up to 5."""
_NO_SPANS = np.empty((0, 2), dtype=np.int64)
_NO_NUMBERS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Message:
    """The bytes from `first` up to `stop` of a file, as a message; see `message_of`."""

    codes: Codes
    first: int
    stop: int
    index: Longs

    def whole(self, field: int) -> int:
        """Return the whole number that a field holds, or 0."""
        return int(self.index[field, VARINT, 0])

    def holds(self, field: int) -> bool:
        """Tell whether a field holds a whole number, 0 too."""
        return bool(self.index[field, VARINT, 1])

    def number(self, field: int) -> float | None:
        """Return the float that a field holds, NaN where it is not finite, or None."""
        first, stop = self.index[field, FIXED32]
        if not stop:
            return None
        value = single(struct.unpack("<f", self.codes[first:stop].tobytes())[0])
        return value if np.isfinite(value) else np.nan

    def text(self, field: int) -> str:
        """Return the text that a field holds, or an empty one; what is no UTF-8 is marked."""
        first, stop = self.index[field, LENGTH]
        return self.codes[first:stop].tobytes().decode("utf-8", "replace")

    def message(self, field: int) -> "Message":
        """Return the message that a field holds, or an empty one."""
        first, stop = self.index[field, LENGTH].tolist()
        return message_of(self.codes, first, stop)

    def messages(self, field: int) -> list["Message"]:
        """Return all messages of a field; refuse more than `ENTRIES_MAX`."""
        count = self.count(field)
        if count > ENTRIES_MAX:
            raise too_many_entries()
        spans = np.empty((count, 2), dtype=np.int64)
        list_fields(self.codes, self.first, self.stop, (field << 3) | LENGTH, spans)
        return [message_of(self.codes, a, b) for a, b in spans.tolist()]

    def count(self, field: int) -> int:
        """Return how many messages a field holds."""
        tag = (field << 3) | LENGTH
        return int(list_fields(self.codes, self.first, self.stop, tag, _NO_SPANS))

    def wholes(self, field: int, most: int) -> Longs | None:
        """Return all whole numbers of a field, or None where there are more than `most`."""
        count = gather_varints(self.codes, self.first, self.stop, field, _NO_NUMBERS)
        if count < 0:
            raise damaged(count, self.first)
        if count > most:
            return None
        numbers = np.empty(count, dtype=np.int64)
        gather_varints(self.codes, self.first, self.stop, field, numbers)
        return numbers

    def says(self, field: int) -> bool:
        """Tell whether a field holds a number other than 0, or a message that is not empty."""
        first, stop = self.index[field, LENGTH]
        return self.whole(field) != 0 or bool(self.number(field)) or bool(stop > first)


def message_of(codes: Codes, first: int, stop: int) -> Message:
    """Return a message that lies inside a file, scanned once; refuse one that is none."""
    index = np.zeros((_FIELDS, _WIRES, 2), dtype=np.int64)
    fault, at = index_fields(codes, first, stop, index)
    if fault < 0:
        raise damaged(fault, at)
    return Message(codes=codes, first=first, stop=stop, index=index)


def message_at(codes: Codes, at: int) -> Message:
    """Return the message whose length stands at `at`; refuse one that is not inside the file."""
    first, stop = scan_delimited(codes, at)
    if stop < 0:
        raise damaged(stop, at)
    return message_of(codes, first, stop)
