"""How much a file may ask of us before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """Bounds checked on the bytes, before anything is decoded or sliced.

    The sizes say what a part of metal powder can be: the largest L-PBF chambers are about 1 m, and
    nothing below half a millimetre is a part. A file outside them is either in another unit
    (see `units`) or refused.
    """

    bytes_max: int = 256 * 1024 * 1024
    facets_max: int = 5_000_000
    solids_max: int = 1_000
    line_bytes_max: int = 4_096
    size_max_mm: float = 10_000.0
    size_min_mm: float = 0.5
    thickness_min_mm: float = 1e-6
