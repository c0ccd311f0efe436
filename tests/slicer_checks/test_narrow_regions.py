"""Regions narrower than lines lie apart: what a hatch puts into them, and what it leaves out."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from slicer_checks.hatching.patterns import hatch_region
from slicer_checks.scanstrategy import Pattern
from tests.slicer_checks.plain_layers import PLAIN

Vectors = npt.NDArray[np.float64]


def lengths_mm(vectors: Vectors) -> Vectors:
    """Return the length of each vector (N, 2, 2)."""
    return np.asarray(np.hypot(*(vectors[:, 1] - vectors[:, 0]).T))


def strips(count: int, width_mm: float) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """Return the rings of strips along x, 2 mm long, at random places above each other."""
    low = np.cumsum(np.random.default_rng(7).uniform(0.2, 0.5, count))
    ends = np.array([(0.0, 0.0), (2.0, 0.0), (2.0, width_mm), (0.0, width_mm)])
    rings = ends + np.stack((np.zeros(count), low), axis=1)[:, None]
    return rings.reshape(-1, 2), 4 * np.arange(count + 1)


@pytest.mark.parametrize("pattern", ["meander", "stripe"])
def test_regions_narrower_than_the_distance_hold_a_line_or_none(pattern: Pattern) -> None:
    """Of many, as many hold one as their area asks for; across them nothing is lost."""
    plain = replace(PLAIN, pattern=pattern)
    vectors = hatch_region(*strips(2000, 0.03), plain, 0.0).reshape(-1, 2, 2)
    assert lengths_mm(vectors) == pytest.approx(2.0)
    assert 0.1 * len(vectors) == pytest.approx(0.03 * 2000, rel=0.07)
    assert len(np.unique(vectors[:, 0, 1])) == len(vectors)
    across = hatch_region(*strips(2000, 0.03), plain, 90.0).reshape(-1, 2, 2)
    assert 0.1 * lengths_mm(across).sum() == pytest.approx(0.03 * 2.0 * 2000)


def test_slivers_narrower_than_the_least_stretch_hold_nothing() -> None:
    """Lines cross them in less than drop_mm; asked for, they are all there."""
    for drop_mm, share in ((0.01, 0.0), (0.0, 1.0)):
        vectors = hatch_region(*strips(200, 0.005), replace(PLAIN, drop_mm=drop_mm), 90.0)
        filled_mm2 = 0.1 * lengths_mm(vectors.reshape(-1, 2, 2)).sum()
        assert filled_mm2 == pytest.approx(share * 0.005 * 2.0 * 200)
