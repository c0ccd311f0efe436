"""OFF (Object File Format of Geomview): vertices and faces as text.

Colours, normals and textures after the numbers of a line are passed over, remarks too. Four
dimensions, n dimensions and the binary form are refused by their first word. The counts at the
beginning must be true.
"""

import re
from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.decimals import EXACT, Bytes, scan_whole, settle_hard
from slicer_checks.formats.faults import (
    check_count,
    check_indices,
    check_points,
    cut_off,
    left_over,
    no_faces,
    not_a_number,
    shown,
)
from slicer_checks.formats.mesh import Mesh
from slicer_checks.formats.polygons import check_corners, triangulate
from slicer_checks.formats.text_lines import (
    ends_word,
    line_of,
    next_content,
    next_line,
    plain_text,
    scan_value,
    word_at,
)
from slicer_checks.limits import ReadLimits

Whole = npt.NDArray[np.int64]

_WORD: Final = re.compile(rb"(?:\s|#[^\r\n]*+)*+((?:ST)?C?N?(4?n?)OFF)(?=[\s#])([ \t]+BINARY)?")
_TOO_SHORT, _BAD_NUMBER = 1, 2


def is_off(head: bytes) -> bool:
    """Tell whether the first word is one of OFF."""
    return _WORD.match(head) is not None


def read_off(data: bytes, limits: ReadLimits) -> Mesh:
    """Read the faces of an OFF; raise `UnreadableFile` with what is wrong otherwise."""
    word = _WORD.match(data.removeprefix(b"\xef\xbb\xbf"))
    if word is not None and (word[2] or word[3]):
        raise _bad_header(data, word.start(1))
    text = plain_text("OFF", data)
    word = _WORD.match(text)
    if word is None:
        raise _bad_header(text, 0)
    codes = np.frombuffer(text, dtype=np.uint8)
    counts = np.empty(3, dtype=np.int64)
    at = _read_counts(codes, word.end(), counts)
    if at < 0:
        raise _bad_header(text, -at)
    vertices, faces = int(counts[0]), int(counts[1])
    check_count("OFF", max(vertices, faces), limits)
    room = len(text) - at
    values = np.empty(3 * min(vertices, room))
    hard = np.empty(len(values), dtype=np.int32)
    ids = np.empty(room // 2 + 1, dtype=np.int64)
    starts = np.zeros(min(faces, room) + 1, dtype=np.int64)
    fault, at, done = _read_vertices(codes, at, vertices, values, hard)
    if fault:
        raise _fault(text, fault, at, ("vertices", vertices, done))
    fault, at, done = _read_faces(codes, at, faces, ids, starts)
    if fault:
        raise _fault(text, fault, at, ("faces", faces, done))
    if at < len(text):
        raise left_over("OFF", len(text) - at)
    settle_hard(text, values, hard)
    return _mesh(values.reshape(-1, 3), ids[: starts[-1]], starts, limits)


def _mesh(points: npt.NDArray[np.float64], ids: Whole, starts: Whole, limits: ReadLimits) -> Mesh:
    if len(starts) == 1:
        raise no_faces("OFF")
    check_points("OFF", points)
    check_corners("OFF", np.diff(starts))
    check_count("OFF", len(ids) - 2 * (len(starts) - 1), limits)
    check_indices("OFF", ids, len(points))
    faces = triangulate("OFF", points, ids.astype(np.int32), starts)
    return Mesh(file_format="off", points=points, faces=faces)


def _bad_header(text: bytes, at: int) -> UnreadableFile:
    line = text[at : at + 40].split(b"\n")[0]
    return UnreadableFile(
        "mesh-header",
        f"The header of the OFF file is not one that is read: {shown(line)!r}.",
        {"format": "OFF", "line": line_of(text, at), "text": shown(line)},
    )


def _fault(text: bytes, fault: int, at: int, promise: tuple[str, int, int]) -> UnreadableFile:
    if fault == _TOO_SHORT:
        return cut_off("OFF", *promise)
    return not_a_number("OFF", word_at(text, at), line_of(text, at))


@numba.njit(cache=True)
def _read_counts(text: Bytes, at: int, counts: Whole) -> int:
    """Read the numbers of vertices, faces and (not used) edges; return where they end."""
    for index in range(3):
        at = next_content(text, at)
        value, stop, kind = scan_whole(text, at, len(text))
        if kind != EXACT or not ends_word(text, stop):
            return -at
        counts[index] = value
        at = stop
    return at


@numba.njit(cache=True)
def _read_vertices(
    text: Bytes, at: int, count: int, values: npt.NDArray[np.float64], hard: npt.NDArray[np.int32]
) -> tuple[int, int, int]:
    """Read three numbers from each line; return what is wrong, where, and how many are whole."""
    for vertex in range(count):
        for axis in range(3):
            begin = next_content(text, at)
            if begin >= len(text):
                return _TOO_SHORT, begin, vertex
            at = scan_value(text, begin, 3 * vertex + axis, values, hard)
            if at < 0:
                return _BAD_NUMBER, begin, vertex
        at = next_line(text, at)
    return 0, at, count


@numba.njit(cache=True)
def _read_faces(
    text: Bytes, at: int, count: int, ids: Whole, starts: Whole
) -> tuple[int, int, int]:
    """Read the corners of each line; return what is wrong, where, and how many are whole."""
    corner = 0
    for face in range(count):
        left = 1
        first = True
        while left > 0:
            begin = next_content(text, at)
            if begin >= len(text):
                return _TOO_SHORT, begin, face
            value, at, kind = scan_whole(text, begin, len(text))
            if kind != EXACT or not ends_word(text, at):
                return _BAD_NUMBER, begin, face
            if first:
                left, first = value, False
            else:
                ids[corner] = value
                corner, left = corner + 1, left - 1
        starts[face + 1] = corner
        at = next_line(text, at)
    return 0, next_content(text, at), count
