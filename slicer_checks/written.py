"""A file that a toolpath was written to, and what it does not hold of it."""

from dataclasses import dataclass
from typing import Final

from slicer_checks.formats.mesh import Unread

__all__ = ["ALONG_VECTORS", "Written"]

ALONG_VECTORS: Final = frozenset({"power along vectors", "speed along vectors"})
"""What 3MF and OVF say point by point, and a toolpath by its span for each exposure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was written, and what of the toolpath it does not hold.

    `rounded_mm` is how far single precision, or the unit of the file, moves a coordinate or a
    height at most: 0 where none is moved, infinite where a number is too large for it.
    """

    data: bytes
    left_out: tuple[Unread, ...] = ()
    rounded_mm: float = 0.0

    @property
    def not_kept(self) -> tuple[Unread, ...]:
        """What of `left_out` the format could hold: a toolpath knows only its highest and least."""
        return tuple(one for one in self.left_out if one.content in ALONG_VECTORS)
