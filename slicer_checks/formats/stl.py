"""STL, binary and ASCII: the bytes are checked here before numpy-stl decodes or writes them.

Public loaders return empty or partial meshes for broken files without an error, so each rule below
is checked on the bytes first: a binary STL is 80 bytes of header, a little-endian count ``n`` and
``n`` records of 50 bytes, so its length is ``84 + 50 n`` exactly. That rule alone tells binary from
ASCII, whatever the header says (many binary files begin with "solid").
"""

import re
import struct
from io import BytesIO
from typing import Final

import numpy as np
import numpy.typing as npt
from stl import Mesh as Facets
from stl import Mode

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.mesh import Mesh, Points
from slicer_checks.formats.signature import another_kind, is_text, looks_like
from slicer_checks.formats.stl_ascii import parse_ascii
from slicer_checks.limits import ReadLimits

HEADER_BYTES: Final = 80
COUNT_END: Final = 84
RECORD_BYTES: Final = 50
_SOLID: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*solid(?![^\s\x00])", re.IGNORECASE)
_KEYWORD: Final = re.compile(rb"\bfacet\b|\bendsolid\b", re.IGNORECASE)
_PADDING: Final = re.compile(rb"[\x00\t\n\r\x1a ]{0,49}\Z")
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def is_binary_stl(data: bytes) -> bool:
    """Tell whether a file has the length of a binary STL of the facet count it declares."""
    count = _declared_count(data)
    return count is not None and _is_binary(data, count)


def read_stl(data: bytes, limits: ReadLimits) -> Mesh:
    """Decode an STL whose structure holds; raise `UnreadableFile` with what is wrong otherwise.

    The points are float32, three for each facet, exactly as the file gives them.
    """
    count = _declared_count(data)
    if count is not None and _is_binary(data, count):
        mesh = _read_binary(data, count, limits)
    else:
        mesh = _read_text(data, count, limits)
    _check_finite(mesh.points)
    return mesh


def write_stl_binary(corners: npt.NDArray[np.float32]) -> bytes:
    """Return a binary STL of the facets, normals computed, as numpy-stl writes it."""
    mesh = Facets(np.zeros(len(corners), dtype=Facets.dtype), remove_empty_areas=False)
    mesh.vectors[:] = corners
    mesh.update_normals()
    stream = BytesIO()
    stream.write(b"printlab".ljust(HEADER_BYTES))
    stream.write(struct.pack("<I", len(corners)))
    stream.write(mesh.data.tobytes())
    return stream.getvalue()


def _declared_count(data: bytes) -> int | None:
    """Return the facet count a binary STL would declare, or None when there is no room for one."""
    if len(data) < COUNT_END:
        return None
    return int(struct.unpack_from("<I", data, HEADER_BYTES)[0])


def _is_binary(data: bytes, count: int) -> bool:
    """Apply the length rule; fewer than 50 trailing blanks or zeros hold no facet and may stay."""
    end = COUNT_END + RECORD_BYTES * count
    if count == 0:
        return len(data) == COUNT_END
    return end <= len(data) < end + RECORD_BYTES and _PADDING.match(data, end) is not None


def _read_binary(data: bytes, count: int, limits: ReadLimits) -> Mesh:
    if count == 0:
        raise UnreadableFile("stl-no-facets", "The STL file holds no facets.")
    if count > limits.facets_max:
        raise UnreadableFile(
            "stl-too-many-facets",
            f"The STL file holds {count} facets; at most {limits.facets_max} are read.",
            {"facets": count, "facets_max": limits.facets_max},
        )
    end = COUNT_END + RECORD_BYTES * count
    facets = Facets.from_file(
        "checked.stl", fh=BytesIO(data[:end]), mode=Mode.BINARY, calculate_normals=False
    )
    corners = np.ascontiguousarray(facets.vectors, dtype=np.float32)
    return Mesh(file_format="stl-binary", points=corners.reshape(-1, 3))


def _read_text(data: bytes, count: int | None, limits: ReadLimits) -> Mesh:
    text = _from_utf16(data) if data.startswith(_UTF16_MARKS) else data
    if not _is_ascii(text):
        raise _not_stl(data, count)
    corners = parse_ascii(text.removeprefix(b"\xef\xbb\xbf"), limits)
    return Mesh(file_format="stl-ascii", points=corners.reshape(-1, 3))


def _is_ascii(text: bytes) -> bool:
    if _SOLID.match(text) is None:
        return False
    return is_text(text) or _KEYWORD.search(text) is not None


def _from_utf16(data: bytes) -> bytes:
    try:
        return data.decode("utf-16").encode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "stl-encoding", "The file begins as UTF-16 text but is not; save it as plain text."
        ) from error


def _not_stl(data: bytes, count: int | None) -> UnreadableFile:
    """Say why the bytes are neither a binary STL of the right length nor an ASCII one."""
    seen = looks_like(data)
    if seen is None and is_text(data):
        seen = "text"
    if seen is not None:
        return another_kind(seen)
    if count is None:
        return UnreadableFile(
            "stl-truncated",
            f"The file has only {len(data)} bytes; a binary STL has at least {COUNT_END}.",
            {"bytes": len(data), "bytes_expected": COUNT_END},
        )
    return _wrong_length(len(data), count)


def _wrong_length(size: int, count: int) -> UnreadableFile:
    expected = COUNT_END + RECORD_BYTES * count
    params = {"bytes": size, "bytes_expected": expected, "facets": count}
    if expected > size:
        return UnreadableFile(
            "stl-truncated",
            f"The STL file is cut off: its header promises {count} facets ({expected} bytes), "
            f"but the file has {size} bytes.",
            params,
        )
    return UnreadableFile(
        "stl-count-mismatch",
        f"The STL header promises {count} facets ({expected} bytes), "
        f"but the file has {size} bytes: facets would be lost.",
        params,
    )


def _check_finite(points: Points) -> None:
    if not np.isfinite(points).all():
        finite = np.isfinite(points.reshape(-1, 9)).all(axis=1)
        facet = int(np.argmin(finite)) + 1
        raise UnreadableFile(
            "stl-not-finite",
            f"{int(np.count_nonzero(~finite))} facet(s) have a coordinate that is not a finite "
            f"number, the first is facet {facet}.",
            {"facets": int(np.count_nonzero(~finite)), "first_facet": facet},
        )
