"""The verb: a file of any size in, its toolpath a few layers at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from slicer_checks.blockpicks import layers_between
from slicer_checks.formats.archive import LOCAL_MAGIC, open_archive
from slicer_checks.formats.cli import is_cli, stream_cli
from slicer_checks.formats.mapped import Mapped
from slicer_checks.formats.ovf import is_ovf, stream_ovf
from slicer_checks.formats.threemf_content import has_toolpath
from slicer_checks.formats.threemf_toolpath import stream_toolpath_3mf
from slicer_checks.limits import ReadLimits
from slicer_checks.read_toolpath import HEAD_BYTES, read_toolpath
from slicer_checks.source import Source, load, mapped, name_of
from slicer_checks.toolpath import Toolpath

_Streamer = Callable[[Mapped, ReadLimits, int], Iterator[Toolpath]]
_STREAMERS: Final[tuple[tuple[Callable[[bytes], bool], _Streamer], ...]] = (
    (is_ovf, stream_ovf),
    (is_cli, stream_cli),
)


def stream_toolpath(
    source: Source, *, layers: int = 16, name: str | None = None, limits: ReadLimits | None = None
) -> Iterator[Toolpath]:
    """Read a toolpath a few layers at a time, from a path or from the bytes of a file.

    Each piece is a toolpath of its own, whose layers count from 0. Exposures and parts may stand in
    other places of its lists than in another piece's; `unread` counts what these layers and the
    head of the file hold, and no piece knows the file's digest. Together they have the layers that
    `read_toolpath` reads.

    Of CLI, CLI+ and OVF only those layers are in memory, whatever the size of the file (of OVF also
    where each block begins); of 3MF toolpaths those layers and the packed file. A file of these
    must not shrink while it is read. Other formats are read whole, and handed out by layers.

    Parameters
    ----------
    layers
        How many layers a piece has; the last may have fewer.
    name
        What it is called; left out: the file's name.
    limits
        How much a file may ask; ``bytes_max`` is not asked of CLI and OVF, which are not loaded.

    Raises
    ------
    UnreadableFile
        The bytes are not a toolpath that is read, or no longer are: what is wrong with a layer of
        ASCII CLI, or of 3MF, shows when it is reached.
    ValueError
        A piece cannot have less than one layer.
    """
    if layers < 1:
        raise ValueError("a piece has at least one layer")
    bounds = ReadLimits() if limits is None else limits
    called = name_of(source, name, "toolpath")
    for piece in _pieces(source, bounds, layers):
        yield replace(piece, name=called)


def _pieces(source: Source, limits: ReadLimits, layers: int) -> Iterator[Toolpath]:
    data = mapped(source)
    head = data[:HEAD_BYTES]
    for belongs, stream in _STREAMERS:
        if belongs(head):
            yield from stream(data, limits, layers)
            return
    if head.startswith(LOCAL_MAGIC):
        packed = load(source, limits)
        archive = open_archive(packed, replace(limits, members_max=limits.path_members_max))
        if has_toolpath(archive, limits):
            yield from stream_toolpath_3mf(archive, limits, layers)
            return
    whole = read_toolpath(source, limits=limits)
    for first in range(0, len(whole), layers):
        yield replace(layers_between(whole, first, first + layers), sha256="")
