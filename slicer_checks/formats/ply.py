"""PLY (Stanford), as text and binary in both byte orders: vertices and faces.

The elements and properties are those the header names, in any order and with any others between
them (Greg Turk, The PLY Polygon File Format, 1994). Faces may have any number of corners. What a
header promises must be there to the last record, and nothing after it.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.formats.faults import (
    check_count,
    check_indices,
    check_points,
    left_over,
    no_faces,
)
from slicer_checks.formats.mesh import Mesh, Points, Unread
from slicer_checks.formats.ply_header import read_header
from slicer_checks.formats.ply_records import Records, read_binary, read_text
from slicer_checks.formats.polygons import check_corners, triangulate
from slicer_checks.limits import ReadLimits

LEFT_OUT: Final = {"edge": "lines", "tristrips": "triangle strips"}
_BLANKS: Final = b" \t\r\n\x1a\x00"


def is_ply(head: bytes) -> bool:
    """Tell whether a file begins as a PLY."""
    return head.startswith((b"ply\n", b"ply\r"))


def read_ply(data: bytes, limits: ReadLimits) -> Mesh:
    """Read the faces of a PLY; raise `UnreadableFile` with what is wrong otherwise."""
    header = read_header(data)
    text = header.order == ""
    at = header.body
    found: dict[str, Records] = {}
    unread = []
    for element in header.elements:
        check_count("PLY", element.count, limits)
        records = (
            read_text(data, at, element) if text else read_binary(data, at, element, header.order)
        )
        at = records.end
        found[element.name] = records
        if element.name in LEFT_OUT and element.count:
            unread.append(Unread(content=LEFT_OUT[element.name], count=element.count))
    if data[at:].strip(_BLANKS):
        raise left_over("PLY", len(data) - at)
    points, faces = _mesh(found, limits)
    file_format = "ply-ascii" if text else "ply-binary"
    return Mesh(file_format=file_format, points=points, faces=faces, unread=tuple(unread))


def _mesh(found: dict[str, Records], limits: ReadLimits) -> tuple[Points, npt.NDArray[np.int32]]:
    vertices, faces = found.get("vertex"), found.get("face")
    points = None if vertices is None else vertices.points
    if points is None or faces is None or faces.ids is None or faces.starts is None:
        raise no_faces("PLY")
    if not len(faces.ids):
        raise no_faces("PLY")
    check_points("PLY", points)
    check_corners("PLY", np.diff(faces.starts))
    check_count("PLY", len(faces.ids) - 2 * (len(faces.starts) - 1), limits)
    check_indices("PLY", faces.ids, len(points))
    exact = points.astype(np.float64, copy=False)
    return points, triangulate("PLY", exact, faces.ids.astype(np.int32), faces.starts)
