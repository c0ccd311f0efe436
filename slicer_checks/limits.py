"""How much a file may ask of us before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """Bounds checked on the bytes, before anything is decoded or sliced.

    The sizes say what a part of metal powder can be: the largest L-PBF chambers are about 1 m, and
    nothing below half a millimetre is a part. A file outside them is either in another unit
    (see `units`) or refused. In an archive `members_max`, `unpacked_bytes_max` and `ratio_max`
    (unpacked to packed, of any member beyond a megabyte; meshes as text reach about 20) hold before
    anything is unpacked. `instances_max` bounds how often meshes are placed in a build.
    """

    bytes_max: int = 256 * 1024 * 1024
    facets_max: int = 5_000_000
    solids_max: int = 1_000
    line_bytes_max: int = 4_096
    members_max: int = 1_000
    path_members_max: int = 100_000
    unpacked_bytes_max: int = 256 * 1024 * 1024
    ratio_max: int = 200
    xml_depth_max: int = 64
    xml_elements_max: int = 20_000_000
    xml_attributes_max: int = 64
    instances_max: int = 1_000
    component_depth_max: int = 32
    size_max_mm: float = 10_000.0
    size_min_mm: float = 0.5
    thickness_min_mm: float = 1e-6
