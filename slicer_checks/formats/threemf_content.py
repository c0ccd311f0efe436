"""What a 3MF package holds beside meshes: a toolpath, slices, or neither.

It is told by what the parts of its model hold, never by the name of the file or of a member.
"""

from dataclasses import dataclass, field
from typing import Final

from slicer_checks.formats.archive import Archive
from slicer_checks.formats.relationships import ROOT, member_name, model_name
from slicer_checks.formats.text_lines import UTF16_MARKS
from slicer_checks.formats.threemf_attributes import PRODUCTION
from slicer_checks.formats.threemf_blocks import cut_blocks
from slicer_checks.formats.threemf_layer import NAMESPACES
from slicer_checks.formats.xml_events import parse_xml
from slicer_checks.limits import ReadLimits

SLICES: Final = "http://schemas.microsoft.com/3dmanufacturing/slice/2015/07"
"""The namespace of the slice extension."""
_TOOLPATHS: Final = frozenset(f"{space} toolpathresource" for space in NAMESPACES)
_WORDS: Final = (b"toolpathresource", b"slicestack", b"path")
"""Without any of these in its text, a model holds neither and leads nowhere."""


@dataclass(slots=True)
class _Looker:
    """Listens to the XML of a model part for what it holds and where it leads."""

    toolpath: bool = False
    sliced: bool = False
    paths: set[str] = field(default_factory=set)

    def namespace(self, prefix: str, uri: str) -> None:
        """Namespaces are in the names."""

    def start(self, name: str, attributes: dict[str, str], _offset: int) -> None:
        """See what an element is, and which part of the package it names."""
        self.toolpath |= name in _TOOLPATHS
        self.sliced |= name == f"{SLICES} slicestack" or f"{SLICES} slicestackid" in attributes
        if f"{PRODUCTION} path" in attributes:
            self.paths.add(attributes[f"{PRODUCTION} path"])

    def end(self, name: str) -> None:
        """Elements are told by their start."""

    def text(self, piece: str) -> None:
        """Pass over text."""


def has_toolpath(archive: Archive, limits: ReadLimits) -> bool:
    """Tell whether an archive is a 3MF package whose model holds a toolpath.

    Raises `UnreadableFile` where the package or its model cannot be read at all.
    """
    if ROOT not in archive:
        return False
    return _look(archive.read(model_name(archive, limits)), limits).toolpath


def is_sliced(archive: Archive, limits: ReadLimits) -> bool:
    """Tell whether an archive is a 3MF package with objects that are sliced.

    Raises `UnreadableFile` where the package or a part of its model cannot be read at all.
    """
    if ROOT not in archive:
        return False
    names, done = {model_name(archive, limits)}, set[str]()
    while names:
        name = names.pop()
        done.add(name)
        found = _look(archive.read(name), limits)
        if found.sliced:
            return True
        paths = {member_name(path).lower() for path in found.paths}
        names |= {path for path in paths if path in archive} - done
    return False


def _look(text: bytes, limits: ReadLimits) -> _Looker:
    found = _Looker()
    wide = text.startswith(UTF16_MARKS) or b"\0" in text[:2]
    if wide or any(word in text for word in _WORDS):
        cut = cut_blocks(text)
        parse_xml(text if cut is None else cut[0], found, limits)
    return found
