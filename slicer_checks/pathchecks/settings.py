"""What exposures say of the blocks that name them, and which blocks go beyond a limit in it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.exposure import Exposure
from slicer_checks.finding import Finding, Param
from slicer_checks.pathchecks.protocol import Mask, Subject, at_blocks, in_layers
from slicer_checks.rules import Limit
from slicer_checks.toolpath import NOBODY, Floats, Longs

NAME_SHOWN: Final = 40
"""A file may give a set any name; so many of its letters are told."""

ROUNDING: Final = 1e-9
"""What a number may differ from a limit, of its size, and still be the limit."""


def said(subject: Subject, name: str) -> Floats:
    """Return one number of each block's exposure (B) by its name in `Exposure`.

    NaN where it is unsaid or not finite, and for blocks that name no exposure.
    """
    return subject.kept.once(
        f"said {name}",
        lambda: np.asarray(said_by_sets(subject, name)[subject.toolpath.blocks.block_exposure]),
    )


def said_by_sets(subject: Subject, name: str) -> Floats:
    """Return one number of each exposure (E + 1): the last, NaN, is of blocks that name none."""
    exposures = (*subject.toolpath.exposures, Exposure())
    numbers = np.array([getattr(one, name) for one in exposures], dtype=np.float64)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def said_at(own: Floats, end: Floats) -> Floats:
    """Return the end of the span in which numbers change along vectors; else a set's own."""
    return np.where(np.isnan(end), own, end)


def point_speeds_mm_s(subject: Subject) -> Floats:
    """Return how fast each exposure (E + 1) goes on point by point; NaN where it does not say."""
    return said_by_sets(subject, "point_speed_mm_s")


def standing_still(subject: Subject) -> Mask:
    """Return which blocks (B) have a speed of 0 or less, and no time for points in its place."""
    pointwise = said(subject, "point_time_us") > 0
    return np.asarray((said(subject, "speed_mm_s") <= 0) & ~pointwise)


def marking(subject: Subject) -> Mask:
    """Return which blocks (B) expose at least one vector or point."""
    return np.asarray(subject.toolpath.block_vectors > 0)


def set_vectors(subject: Subject) -> Longs:
    """Return how many vectors and points each exposure (E) has in all blocks."""
    return _by_set(subject, marking(subject))


def silent_sets(subject: Subject) -> Mask:
    """Return which exposures (E) say nothing of the laser but their name."""
    names = [column.name for column in fields(Exposure) if column.name != "name"]
    rows = [[getattr(one, name) for name in names] for one in subject.toolpath.exposures]
    table = np.array(rows, dtype=np.float64).reshape(-1, len(names))
    return np.asarray(~np.isfinite(table).any(axis=1))


def set_name(subject: Subject, exposure: int) -> str:
    """Return how a finding calls an exposure: its name, and its number where it has none."""
    name = "".join(c if c.isprintable() else " " for c in subject.toolpath.exposures[exposure].name)
    return " ".join(name[:NAME_SHOWN].split()) or str(exposure)


def too_many(code: str, limit: Limit, subject: Subject, blocks: Mask) -> Iterator[Finding]:
    """Tell of the vectors of some blocks (B) where they are more than a limit allows."""
    vectors = int(subject.toolpath.block_vectors[blocks].sum())
    if vectors > limit.value:
        where = at_blocks(subject, blocks)
        share = 100 * vectors / subject.toolpath.vectors
        yield from breach(
            code, limit, vectors, where, **place_of(subject, blocks), share_percent=share
        )


def place_of(subject: Subject, blocks: Mask) -> dict[str, Param]:
    """Return what a finding tells of some blocks (B) that are marked in a mask.

    ``vectors`` of them, in how many ``layers``, the first ``layer``, by how many ``sets``, and the
    name of the ``set`` with most of the vectors.
    """
    layers = np.unique(subject.block_layer[blocks])
    used = _by_set(subject, blocks)
    return {
        "vectors": int(subject.toolpath.block_vectors[blocks].sum()),
        "layers": len(layers),
        "layer": int(layers[0]) if len(layers) else 0,
        "sets": int(np.count_nonzero(used)),
        "set": set_name(subject, int(used.argmax())) if used.any() else "",
    }


def _by_set(subject: Subject, blocks: Mask) -> Longs:
    """Return the vectors of some blocks by exposure (E)."""
    exposure = subject.toolpath.blocks.block_exposure
    named = blocks & (exposure > NOBODY)
    sums = np.bincount(
        exposure[named],
        weights=subject.toolpath.block_vectors[named],
        minlength=len(subject.toolpath.exposures),
    )
    return sums.astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """A number of each block (B), NaN where there is none, and which blocks it is held against."""

    numbers: Floats
    blocks: Mask

    def worst(self, limit: Limit, *, above: bool) -> tuple[int, Mask] | None:
        """Return the block that is farthest beyond a limit, and all that are; nothing if none is.

        A number is beyond a limit that it is above, or with ``above`` false, below.
        """
        numbers = self.numbers if above else -self.numbers
        most = limit.value if above else -limit.value
        beyond = self.blocks & np.isfinite(numbers) & (numbers > most + ROUNDING * abs(most))
        if not beyond.any():
            return None
        return int(np.where(beyond, numbers, -np.inf).argmax()), beyond


def beyond(
    code: str, subject: Subject, judged: Judged, limit: Limit, *, above: bool, **params: Param
) -> Iterator[Finding]:
    """Yield the finding of the worst block beyond a limit, with what `place_of` tells of all."""
    found = judged.worst(limit, above=above)
    if found is None:
        return
    worst, blocks = found
    told = place_of(subject, blocks)
    exposure = int(subject.toolpath.blocks.block_exposure[worst])
    if exposure > NOBODY:
        told["set"] = set_name(subject, exposure)
    where = in_layers(subject, subject.block_layer[blocks])
    value = float(judged.numbers[worst])
    yield from breach(code, limit, value, where, **told, **params)
