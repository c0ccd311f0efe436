"""Which reader a file belongs to: judged by its bytes, never by its name."""

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import LOCAL_MAGIC, open_archive
from slicer_checks.formats.mesh import Mesh
from slicer_checks.formats.stl import read_stl
from slicer_checks.formats.threemf import read_3mf
from slicer_checks.limits import ReadLimits


def read_mesh(data: bytes, limits: ReadLimits) -> Mesh:
    """Read the surface in a file; raise `UnreadableFile` with what is wrong otherwise."""
    if not data:
        raise UnreadableFile("file-empty", "The file is empty.")
    if len(data) > limits.bytes_max:
        raise too_large(len(data), limits)
    if data.startswith(LOCAL_MAGIC):
        return read_3mf(open_archive(data, limits), limits)
    return read_stl(data, limits)


def too_large(size: int, limits: ReadLimits) -> UnreadableFile:
    """Return the error for a file of more bytes than the limit."""
    return UnreadableFile(
        "file-too-large",
        f"The file has {size} bytes; at most {limits.bytes_max} are read.",
        {"bytes": size, "bytes_max": limits.bytes_max},
    )
