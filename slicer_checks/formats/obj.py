"""Wavefront OBJ: vertices and faces; normals, textures and materials are passed over.

Faces may have any number of corners and count vertices from 1, or backwards from the last with
negative numbers. Colours after a vertex are passed over; lines, points and free-form surfaces are
counted as left out. Keywords are those of the OBJ specification (Alias|Wavefront, version 3.0); a
line of anything else is refused, because it may hold what the writer took for geometry.
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
    no_faces,
    not_a_number,
    shown,
)
from slicer_checks.formats.mesh import Mesh, Unread
from slicer_checks.formats.polygons import check_corners, triangulate
from slicer_checks.formats.text_lines import (
    ends_line,
    ends_word,
    line_of,
    next_content,
    next_line,
    plain_text,
    scan_value,
    skip_blanks,
    word_at,
)
from slicer_checks.limits import ReadLimits

_KEYWORDS: Final = frozenset(
    b"vn vt vp g o s mg usemtl mtllib usemap maplib l p bevel c_interp d_interp lod shadow_obj"
    b" trace_obj deg bmat step cstype curv curv2 surf parm trim hole scrv sp end con ctech"
    b" stech bzp bsp cdc cdp res".split()
)
LEFT_OUT: Final = {b"l": "lines", b"p": "points", b"curv": "curves", b"surf": "surfaces"}
_OTHER_LINE: Final = re.compile(rb"(?:^|(?<=[\r\n]))[ \t]*+(?![vf][ \t])([^\s#]++)", re.MULTILINE)
_FIRST: Final = re.compile(rb"(?:\s|#[^\r\n]*+)*+(v[nt]?|f|g|o|s|mtllib|usemtl)[ \t]")
_LETTER_V, _LETTER_F, _MINUS, _SLASH = 118, 102, 45, 47
_BAD_NUMBER, _BAD_INDEX = 1, 2


def is_obj(data: bytes) -> bool:
    """Tell whether the first line that says anything is one of an OBJ."""
    return _FIRST.match(data[:65_536]) is not None


def read_obj(data: bytes, limits: ReadLimits) -> Mesh:
    """Read the faces of an OBJ; raise `UnreadableFile` with what is wrong otherwise."""
    text = plain_text("OBJ", data)
    unread = _check_keywords(text)
    codes = np.frombuffer(text, dtype=np.uint8)
    vertices, faces, corners = _count(codes)
    check_count("OBJ", max(vertices, corners - 2 * faces), limits)
    values = np.empty(3 * vertices)
    hard = np.empty(3 * vertices, dtype=np.int32)
    ids = np.empty(corners, dtype=np.int64)
    starts = np.zeros(faces + 1, dtype=np.int64)
    fault, place = _fill(codes, (values, hard), (ids, starts))
    if fault:
        raise _fault(text, fault, place)
    settle_hard(text, values, hard)
    points = values.reshape(-1, 3)
    if faces == 0:
        raise no_faces("OBJ")
    check_points("OBJ", points)
    check_corners("OBJ", np.diff(starts))
    check_indices("OBJ", ids, len(points))
    triangles = triangulate("OBJ", points, ids.astype(np.int32), starts)
    return Mesh(file_format="obj", points=points, faces=triangles, unread=unread)


def _check_keywords(text: bytes) -> tuple[Unread, ...]:
    """Refuse lines of an unknown keyword; count those of content that is left out."""
    joined = re.sub(rb"\\[ \t]*\r?\n", b" ", text) if b"\\" in text else text
    counts: dict[str, int] = {}
    for match in _OTHER_LINE.finditer(joined):
        word = match[1]
        if word in LEFT_OUT:
            counts[LEFT_OUT[word]] = counts.get(LEFT_OUT[word], 0) + 1
        elif word not in _KEYWORDS:
            raise UnreadableFile(
                "obj-keyword",
                f"Line {line_of(joined, match.start(1))} of the OBJ file begins with "
                f"{shown(word)!r}, which is no word of OBJ.",
                {"line": line_of(joined, match.start(1)), "text": shown(word)},
            )
    return tuple(Unread(content=name, count=count) for name, count in counts.items())


def _fault(text: bytes, fault: int, place: int) -> UnreadableFile:
    if fault == _BAD_NUMBER:
        return not_a_number("OBJ", word_at(text, place), line_of(text, place))
    return UnreadableFile(
        "obj-corner",
        f"The face at line {line_of(text, place)} of the OBJ file has the corner "
        f"{word_at(text, place)!r}, which is no vertex before it.",
        {"line": line_of(text, place), "text": word_at(text, place)},
    )


@numba.njit(cache=True)
def _kind(text: Bytes, at: int) -> int:
    """Return v or f when that is the word at `at`, else 0."""
    if at + 1 >= len(text) or not ends_word(text, at + 1) or ends_line(text, at + 1):
        return 0
    code = int(text[at])
    return code if code in (_LETTER_V, _LETTER_F) else 0


@numba.njit(cache=True)
def _count(text: Bytes) -> tuple[int, int, int]:
    """Return how many vertices, faces and corners there are."""
    vertices = faces = corners = 0
    at = next_content(text, 0)
    while at < len(text):
        kind = _kind(text, at)
        if kind == _LETTER_V:
            vertices += 1
        elif kind == _LETTER_F:
            faces += 1
            at = skip_blanks(text, at + 1)
            while not _ends_statement(text, at):
                corners += 1
                at = skip_blanks(text, _word_end(text, at))
        at = next_content(text, next_line(text, at))
    return vertices, faces, corners


@numba.njit(cache=True)
def _fill(
    text: Bytes,
    vertices: tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]],
    faces: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
) -> tuple[int, int]:
    """Read all vertices and faces; return what is wrong first, if anything, and where."""
    values, hard = vertices
    ids, starts = faces
    vertex = face = corner = 0
    at = next_content(text, 0)
    while at < len(text):
        kind = _kind(text, at)
        if kind == _LETTER_V:
            at = _fill_vertex(text, at + 1, 3 * vertex, values, hard)
            if at < 0:
                return _BAD_NUMBER, -at
            vertex += 1
        elif kind == _LETTER_F:
            at, corner = _fill_face(text, at + 1, vertex, corner, ids)
            if at < 0:
                return _BAD_INDEX, -at
            face += 1
            starts[face] = corner
        at = next_content(text, next_line(text, at))
    return 0, 0


@numba.njit(cache=True)
def _fill_vertex(
    text: Bytes, at: int, index: int, values: npt.NDArray[np.float64], hard: npt.NDArray[np.int32]
) -> int:
    """Read three numbers; return where they end, or minus the place of what is none."""
    for axis in range(3):
        begin = skip_blanks(text, at)
        at = scan_value(text, begin, index + axis, values, hard)
        if at < 0:
            return -begin
    return at


@numba.njit(cache=True)
def _fill_face(
    text: Bytes, at: int, vertices: int, corner: int, ids: npt.NDArray[np.int64]
) -> tuple[int, int]:
    """Read the corners of a face; return where it ends, or minus the place of a bad corner."""
    at = skip_blanks(text, at)
    while not _ends_statement(text, at):
        begin = at
        backward = text[at] == _MINUS
        number, stop, kind = scan_whole(text, at + 1 if backward else at, len(text))
        index = vertices - number if backward else number - 1
        at = _skip_references(text, stop)
        if kind != EXACT or number == 0 or index < 0 or at < 0 or not ends_word(text, at):
            return -begin, corner
        ids[corner] = index
        corner += 1
        at = skip_blanks(text, at)
    return at, corner


@numba.njit(cache=True)
def _skip_references(text: Bytes, at: int) -> int:
    """Pass over the texture and the normal of a corner: two slashes at most, and numbers."""
    slashes = 0
    while at < len(text) and (text[at] == _SLASH or (slashes > 0 and _is_reference(text[at]))):
        slashes += text[at] == _SLASH
        at += 1
    return at if slashes <= 2 else -1  # noqa: PLR2004 - vertex/texture/normal


@numba.njit(cache=True)
def _is_reference(code: int) -> bool:
    return bool(code == _MINUS or ord("0") <= code <= ord("9"))


@numba.njit(cache=True)
def _ends_statement(text: Bytes, at: int) -> bool:
    return bool(ends_line(text, at) or text[at] == ord("#"))


@numba.njit(cache=True)
def _word_end(text: Bytes, at: int) -> int:
    while not ends_word(text, at):
        at += 1
    return at
