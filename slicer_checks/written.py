"""A file that a toolpath was written to, and what it does not hold of it."""

from dataclasses import dataclass

from slicer_checks.formats.mesh import Unread

__all__ = ["Written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was written, and what of the toolpath its format could not hold.

    `rounded_mm` is how far single precision moves a coordinate or a height at most: 0 where none
    is moved, infinite where a number is too large for it.
    """

    data: bytes
    left_out: tuple[Unread, ...] = ()
    rounded_mm: float = 0.0
