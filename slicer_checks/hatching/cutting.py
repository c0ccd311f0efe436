"""Lines through a region cut into vectors: whole, at stripes, or at the cells of a chessboard.

A vector is a row (u, v, u, v) in the frame of the hatch: u along it, v across. Where a cut would
leave a piece shorter than the least length, the piece stays with what lies beyond the cut, so that
nothing is missing.
"""

from math import floor

import numba
import numpy as np

from slicer_checks.hatching.scanlines import Lines
from slicer_checks.toolpath import Floats, Longs


@numba.njit(cache=True, nogil=True)
def whole_vectors(lines: Lines, hatch_mm: float, drop_mm: float) -> Floats:
    """Return each stretch of each line as one vector, every other line backwards.

    Stretches shorter than the last are left out.
    """
    vectors = np.empty((len(lines.along) // 2, 4))
    count = 0
    for line in range(len(lines.offsets) - 1):
        low, high = lines.offsets[line], lines.offsets[line + 1]
        level = (lines.first + line + 0.5) * hatch_mm
        backwards = (lines.first + line) % 2 == 1
        for pair in range((high - low) // 2):
            at = high - 2 - 2 * pair if backwards else low + 2 * pair
            start, end = lines.along[at], lines.along[at + 1]
            if end - start < drop_mm:
                continue
            if backwards:
                start, end = end, start
            vectors[count] = (start, level, end, level)
            count += 1
    return vectors[:count]


@numba.njit(cache=True, nogil=True)
def cut_vectors(
    lines: Lines, hatch_mm: float, drop_mm: float, bands: tuple[float, float, float]
) -> tuple[Floats, Longs]:
    """Return the stretches of each line cut at bands across them, and the band of each piece.

    ``bands`` are their width, by how much neighbours overlap, and the least length of a piece that
    a cut leaves. Stretches shorter than ``drop_mm`` are left out; a shorter piece of a longer one
    is lengthened along its stretch.
    """
    width_mm, overlap_mm, least_mm = bands
    most = 0
    for pair in range(len(lines.along) // 2):
        start, end = lines.along[2 * pair], lines.along[2 * pair + 1]
        most += 1 + floor(end / width_mm) - floor(start / width_mm)
    vectors, band_of = np.empty((most, 4)), np.empty(most, dtype=np.int64)
    count = 0
    for line in range(len(lines.offsets) - 1):
        level = (lines.first + line + 0.5) * hatch_mm
        for pair in range(lines.offsets[line] // 2, lines.offsets[line + 1] // 2):
            start, end = lines.along[2 * pair], lines.along[2 * pair + 1]
            if end - start < drop_mm:
                continue
            first, last = _bands(start, end, width_mm, least_mm)
            for band in range(first, last + 1):
                low = start if band == first else max(start, band * width_mm - overlap_mm / 2)
                high = end if band == last else min(end, (band + 1) * width_mm + overlap_mm / 2)
                if high - low < drop_mm:
                    high = min(end, low + drop_mm)
                    low = max(start, high - drop_mm)
                vectors[count] = (low, level, high, level)
                band_of[count] = band
                count += 1
    return vectors[:count], band_of[:count]


@numba.njit(cache=True, nogil=True)
def _bands(start: float, end: float, width_mm: float, least_mm: float) -> tuple[int, int]:
    """Return the first and last band of a stretch; short ends stay with the band beside them."""
    first, last = floor(start / width_mm), floor(end / width_mm)
    if last > first and end - last * width_mm <= least_mm:
        last -= 1
    if last > first and (first + 1) * width_mm - start < least_mm:
        first += 1
    return first, last
