"""The relationships of an Open Packaging (ECMA-376 part 2) archive: which member is what."""

from dataclasses import dataclass, field
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive
from slicer_checks.formats.xml_events import parse_xml
from slicer_checks.limits import ReadLimits

ROOT: Final = "_rels/.rels"
MODEL_TYPE: Final = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"
_NAMESPACE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIP: Final = f"{_NAMESPACE} Relationship"


@dataclass(slots=True)
class _Targets:
    """Gathers the targets of relationships of one type."""

    kind: str
    targets: list[str] = field(default_factory=list)

    def namespace(self, prefix: str, uri: str) -> None:
        """Namespaces are in the names."""

    def start(self, name: str, attributes: dict[str, str], _offset: int) -> None:
        """Keep the target of a relationship of the type that is looked for."""
        if name == _RELATIONSHIP and attributes.get("Type") == self.kind:
            inside = attributes.get("TargetMode", "Internal") == "Internal"
            self.targets.append(attributes.get("Target", "") if inside else "")

    def end(self, name: str) -> None:
        """Relationships have no content."""

    def text(self, piece: str) -> None:
        """Relationships have no text."""


def model_name(archive: Archive, limits: ReadLimits) -> str:
    """Return the name, in small letters, of the one model that the package says is its start."""
    if ROOT not in archive:
        raise _no_model()
    found = _Targets(MODEL_TYPE)
    parse_xml(archive.read(ROOT), found, limits)
    names = {member_name(target).lower() for target in found.targets}
    if len(names) != 1:
        raise _no_model()
    name = names.pop()
    if name not in archive:
        raise _no_model()
    return name


def member_name(target: str) -> str:
    """Return the member a path of the package speaks of; refuse what leads outside of it."""
    name = target.removeprefix("/")
    steps = name.split("/")
    if not name or {"", ".", ".."} & set(steps) or any(c in name for c in "\\:%?#"):
        path = "".join(c for c in target[:60] if c.isprintable())
        raise UnreadableFile(
            "3mf-path",
            f"The 3MF file points to {path!r}, which is no place inside it.",
            {"path": path},
        )
    return name


def _no_model() -> UnreadableFile:
    return UnreadableFile(
        "3mf-no-model", "The 3MF package does not say which of its members is the model."
    )
