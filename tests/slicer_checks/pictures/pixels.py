"""What the tests of pictures look for in a PNG."""

import io

import matplotlib.image
import numpy as np
import numpy.typing as npt


def pixels(png: bytes) -> npt.NDArray[np.float64]:
    """Return the colours of a PNG (rows, columns, red-green-blue-opacity)."""
    return np.asarray(matplotlib.image.imread(io.BytesIO(png), format="png"), dtype=np.float64)


def hot_share(png: bytes) -> float:
    """Return the share of pixels that glow, from the dark hot colour to the bright one."""
    rgb = pixels(png)[..., :3]
    return float(((rgb[..., 0] - rgb[..., 2]) > 0.3).mean())
