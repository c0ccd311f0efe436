"""The model of a 3MF package with a toolpath: its profiles, lasers and layers, and its parts.

Toolpath extension 1.0, part I, in its own namespace and in that of its drafts, which says the same.
"""

from dataclasses import dataclass, field
from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.threemf_attributes import PRODUCTION
from slicer_checks.formats.threemf_layer import NAMESPACES
from slicer_checks.formats.threemf_model import CORE, UNREAD
from slicer_checks.formats.threemf_parts import PathModel, uuid_of
from slicer_checks.formats.threemf_profile import (
    Laser,
    Profile,
    read_laser,
    read_modifier,
    read_profile,
    unread_of_profile,
)
from slicer_checks.formats.threemf_segments import NONE
from slicer_checks.formats.threemf_values import bad_value, decimal, whole
from slicer_checks.limits import ReadLimits

_STANDARD: Final = "http://schemas.microsoft.com/3dmanufacturing"
_SHAPES_ONLY: Final = frozenset(
    {
        *NAMESPACES,
        CORE,
        PRODUCTION,
        f"{_STANDARD}/material/2015/02",
        f"{_STANDARD}/slice/2015/07",
        f"{_STANDARD}/beamlattice/2017/02",
        f"{_STANDARD}/trianglesets/2021/07",
        "http://schemas.3mf.io/3dmanufacturing/volumetric/2022/01",
        "http://schemas.3mf.io/3dmanufacturing/implicit/2023/12",
        "http://schemas.3mf.io/3dmanufacturing/booleanoperations/2023/07",
        "http://schemas.3mf.io/3dmanufacturing/displacement/2023/10",
    }
)
"""Extensions that may be required: read, or of consequence for meshes and materials alone."""
_READ_HERE: Final = frozenset(f"{space} toolpathresource" for space in NAMESPACES)
_RESOURCE: Final = ("model", "resources", "tp:toolpathresource")
_PROFILE: Final = (*_RESOURCE, "tp:toolpathprofiles", "tp:toolpathprofile")
_LASERS: Final = (*_RESOURCE, "tp:lasersources")
_LAYERS: Final = (*_RESOURCE, "tp:toolpathlayers")
_OBJECT: Final = ("model", "resources", "object")


@dataclass(slots=True)
class Resource:
    """A toolpath: its layers as (height, path), in its own units of `unit_factor`.

    `version` is the date in the namespace that it is written in.
    """

    number: str
    unit_factor: float
    kind: str
    version: str
    profiles: list[Profile] = field(default_factory=list)
    lasers: list[Laser] = field(default_factory=list)
    default_laser: int = NONE
    sync_groups: dict[int, str] = field(default_factory=dict)
    layers: list[tuple[int, str]] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)

    def count(self, content: str, count: int = 1) -> None:
        """Count what is left out."""
        if count:
            self.unread[content] = self.unread.get(content, 0) + count


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedObject:
    """An object as far as toolpaths know it."""

    name: str
    kind: str
    uuid: str


class ToolpathModel(PathModel):
    """Listens to the XML of the model; see the module. `unread` counts what was left out."""

    def __init__(self, limits: ReadLimits) -> None:
        super().__init__(limits, _SHAPES_ONLY)
        self.resources: list[Resource] = []
        self.objects: dict[str, NamedObject] = {}
        self.chosen = ""
        self._version = ""
        self._readers = {
            ("model",): self._start_model,
            ("model", "metadata"): self._start_metadata,
            ("model", "build"): self._start_build,
            ("model", "build", "item"): self._start_item,
            _OBJECT: self._start_object,
            (*_OBJECT, "mesh"): self._start_mesh,
            _RESOURCE: self._start_resource,
            (*_RESOURCE, "tp:toolpathdata"): self._start_data,
            _PROFILE: self._start_profile,
            (*_PROFILE, "tp:modifier"): self._start_modifier,
            _LASERS: self._start_lasers,
            (*_LASERS, "tp:lasersource"): self._start_laser,
            (*_LASERS, "tp:syncgroup"): self._start_sync_group,
            _LAYERS: self._start_layers,
            (*_LAYERS, "tp:toolpathlayer"): self._start_layer,
        }

    def start(self, name: str, attributes: dict[str, str], _offset: int) -> None:
        """Read an element where it belongs; count what is left out."""
        space, _, local = name.rpartition(" ")
        self._version = "/".join(space.split("/")[-2:])
        plain = {CORE: local}.get(space, f"tp:{local}" if space in NAMESPACES else name)
        self._enter(plain, local)
        if name in UNREAD and name not in _READ_HERE:
            self._count(UNREAD[name])
        read = self._readers.get(self._path)
        if read is not None:
            read(attributes)

    def resource(self) -> Resource:
        """Return the toolpath that the build is to be made by, or the first (section 4.6)."""
        chosen = [one for one in self.resources if self.chosen in {"", one.number}]
        if not chosen:
            raise UnreadableFile(
                "3mf-no-toolpath",
                "The 3MF file does not hold the toolpath that its build names, or none at all.",
            )
        if len(self.resources) > 1:
            self.unread["other toolpaths"] = len(self.resources) - 1
        return chosen[0]

    def _start_build(self, attributes: dict[str, str]) -> None:
        for space in NAMESPACES:
            self.chosen = attributes.get(f"{space} toolpathid", self.chosen).strip()

    def _start_object(self, attributes: dict[str, str]) -> None:
        self.objects[attributes.get("id", "")] = NamedObject(
            name=attributes.get("name", ""),
            kind=attributes.get("type", "model"),
            uuid=uuid_of(attributes),
        )

    def _start_resource(self, attributes: dict[str, str]) -> None:
        factor = decimal("toolpathresource", attributes, "unitfactor")
        if factor <= 0:
            raise bad_value("toolpathresource", "unitfactor", attributes["unitfactor"])
        self.resources.append(
            Resource(
                number=attributes.get("id", "").strip(),
                unit_factor=factor,
                kind=attributes.get("toolpathtype", "planar"),
                version=self._version,
            )
        )

    def _start_data(self, _attributes: dict[str, str]) -> None:
        self.resources[-1].count("data of other programs")

    def _start_profile(self, attributes: dict[str, str]) -> None:
        resource = self.resources[-1]
        resource.profiles.append(read_profile(attributes))
        for content, count in unread_of_profile(attributes).items():
            resource.count(content, count)

    def _start_modifier(self, attributes: dict[str, str]) -> None:
        read_modifier(self.resources[-1].profiles[-1], attributes, self._prefixes)

    def _start_lasers(self, attributes: dict[str, str]) -> None:
        self.resources[-1].default_laser = whole("lasersources", attributes, "default", NONE)

    def _start_laser(self, attributes: dict[str, str]) -> None:
        resource = self.resources[-1]
        resource.lasers.append(read_laser(attributes, resource.lasers))
        shaped = any(name in attributes for name in ("centerx", "centery", "cornerradius"))
        resource.count("centres and corners of scan fields", int(shaped))

    def _start_sync_group(self, attributes: dict[str, str]) -> None:
        number = whole("syncgroup", attributes, "id", least=1)
        groups = self.resources[-1].sync_groups
        if number in groups:
            raise bad_value("syncgroup", "id", attributes["id"])
        groups[number] = attributes.get("lasers", "")

    def _start_layers(self, attributes: dict[str, str]) -> None:
        bottom = whole("toolpathlayers", attributes, "zbottom", 0)
        self.resources[-1].count("height below the first layer", int(bottom > 0))

    def _start_layer(self, attributes: dict[str, str]) -> None:
        top = whole("toolpathlayer", attributes, "ztop", NONE)
        self.resources[-1].layers.append((top, attributes.get("path", "")))
