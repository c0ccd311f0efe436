"""The verb: bytes of a file in, a toolpath out, or one clear reason why not."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import LOCAL_MAGIC, Archive, open_archive
from slicer_checks.formats.cli import is_cli, read_cli
from slicer_checks.formats.gcode import is_gcode, read_gcode
from slicer_checks.formats.ilt import is_ilt, read_ilt
from slicer_checks.formats.ovf import is_ovf, read_ovf
from slicer_checks.formats.threemf_content import has_toolpath, is_sliced
from slicer_checks.formats.threemf_slices import read_slices
from slicer_checks.formats.threemf_toolpath import read_toolpath_3mf
from slicer_checks.limits import ReadLimits
from slicer_checks.source import Source, load, name_of
from slicer_checks.toolpath import Toolpath

HEAD_BYTES: Final = 65_536
"""How much of a file tells its format."""
_Reader = tuple[Callable[[bytes], bool], Callable[[bytes, ReadLimits], Toolpath]]
_READERS: Final[tuple[_Reader, ...]] = (
    (is_ovf, read_ovf),
    (is_cli, read_cli),
    (is_gcode, read_gcode),
)


def read_toolpath(
    source: Source, *, name: str | None = None, limits: ReadLimits | None = None
) -> Toolpath:
    """Read a toolpath from a path or from the bytes of a file.

    The format is judged by the bytes, never by the name.

    Parameters
    ----------
    source
        A path, or the file's bytes.
    name
        What it is called; left out: the file's name.
    limits
        How much a file may ask; the defaults suit a lab.

    Raises
    ------
    UnreadableFile
        The bytes are not a toolpath that is read.
    """
    bounds = ReadLimits() if limits is None else limits
    data = load(source, bounds)
    return replace(
        _read(data, bounds),
        name=name_of(source, name, "toolpath"),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _read(data: bytes, limits: ReadLimits) -> Toolpath:
    if not data:
        raise UnreadableFile("file-empty", "The file is empty.")
    if data.startswith(LOCAL_MAGIC):
        many = replace(limits, members_max=limits.path_members_max)
        return _read_archive(open_archive(data, many), limits)
    head = data[:HEAD_BYTES]
    for belongs, read in _READERS:
        if belongs(head):
            return read(data, limits)
    raise unknown()


def _read_archive(archive: Archive, limits: ReadLimits) -> Toolpath:
    if is_ilt(archive):
        return read_ilt(archive, limits)
    if has_toolpath(archive, limits):
        return read_toolpath_3mf(archive, limits)
    if is_sliced(archive, limits):
        return read_slices(archive, limits)
    raise unknown()


def unknown() -> UnreadableFile:
    """Return the error for a file that is no toolpath."""
    return UnreadableFile(
        "toolpath-type-unknown",
        "The file is not a toolpath that is read (CLI, ILT, OVF, 3MF with slices or toolpaths, "
        "G-code).",
    )
