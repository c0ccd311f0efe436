"""Which reader a file belongs to: judged by its bytes, never by its name."""

from collections.abc import Callable
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.amf import is_amf, read_amf
from slicer_checks.formats.archive import LOCAL_MAGIC, open_archive
from slicer_checks.formats.ilt import is_ilt
from slicer_checks.formats.mesh import Mesh
from slicer_checks.formats.obj import is_obj, read_obj
from slicer_checks.formats.off import is_off, read_off
from slicer_checks.formats.ply import is_ply, read_ply
from slicer_checks.formats.relationships import ROOT
from slicer_checks.formats.signature import another_kind
from slicer_checks.formats.step import is_step, read_step
from slicer_checks.formats.stl import is_binary_stl, read_stl
from slicer_checks.formats.text_lines import UTF16_MARKS
from slicer_checks.formats.threemf import read_3mf
from slicer_checks.limits import ReadLimits

_HEAD_BYTES: Final = 65_536
_Reader = tuple[Callable[[bytes], bool], Callable[[bytes, ReadLimits], Mesh]]
_READERS: Final[tuple[_Reader, ...]] = (
    (is_ply, read_ply),
    (is_off, read_off),
    (is_amf, read_amf),
    (is_step, read_step),
    (is_obj, read_obj),
)


def read_mesh(data: bytes, limits: ReadLimits) -> Mesh:
    """Read the surface in a file; raise `UnreadableFile` with what is wrong otherwise.

    A zip archive is 3MF; a file of exactly the length that a binary STL of its facet count has is
    one, whatever its header says; the rest is told by its first words, and text that no reader
    knows is refused as the STL it may have been meant to be.
    """
    if not data:
        raise UnreadableFile("file-empty", "The file is empty.")
    if len(data) > limits.bytes_max:
        raise too_large(len(data), limits)
    if data.startswith(LOCAL_MAGIC):
        return _read_archive(data, limits)
    if is_binary_stl(data):
        return read_stl(data, limits)
    head = _head(data)
    for belongs, read in _READERS:
        if belongs(head):
            return read(data, limits)
    return read_stl(data, limits)


def _read_archive(data: bytes, limits: ReadLimits) -> Mesh:
    """Read a zip archive: a zipped AMF when it holds one and is no package, else 3MF."""
    archive = open_archive(data, limits)
    documents = [name for name in archive.members if name.endswith(".amf")]
    if ROOT not in archive and len(documents) == 1:
        return read_amf(archive.read(documents[0]), limits)
    if is_ilt(archive):
        raise another_kind("ILT toolpath")
    return read_3mf(archive, limits)


def too_large(size: int, limits: ReadLimits) -> UnreadableFile:
    """Return the error for a file of more bytes than the limit."""
    return UnreadableFile(
        "file-too-large",
        f"The file has {size} bytes; at most {limits.bytes_max} are read.",
        {"bytes": size, "bytes_max": limits.bytes_max},
    )


def _head(data: bytes) -> bytes:
    """Return the beginning of a file, as plain text where it is marked as UTF-16 or UTF-8."""
    head = data[:_HEAD_BYTES]
    if head.startswith(UTF16_MARKS):
        return head.decode("utf-16", "ignore").encode("utf-8")
    return head.removeprefix(b"\xef\xbb\xbf")
