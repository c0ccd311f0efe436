"""How finely a part is drawn, so that a flood of large faces costs no more than a part."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

FINENESS: Final = 3
"""Each pixel of the picture is the mean of this many by this many, at the best."""
PIXELS_DRAWN: Final = 400_000_000
"""About what is drawn in a second or two; faces that cover more are drawn less finely."""


def affordable(pixels: NDArray[np.float64]) -> tuple[int, NDArray[np.bool_]]:
    """Tell how finely to draw faces that cover so many pixels each, and which of them.

    Faces that cover the picture thousands of times are no part but a flood: an even choice of them
    is drawn.
    """
    total = max(float(pixels.sum()), 1.0)
    fineness = int(np.clip((PIXELS_DRAWN / total) ** 0.5, 1, FINENESS))
    every = max(1.0, total / PIXELS_DRAWN)
    return fineness, np.diff(np.floor(np.arange(len(pixels)) / every), prepend=-1) > 0
