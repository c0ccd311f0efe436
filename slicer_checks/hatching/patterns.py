"""The vectors of one region in the order of their exposure, by pattern."""

from math import cos, isnan, radians, sin

import numpy as np
import numpy.typing as npt

from slicer_checks.hatching.cutting import cut_vectors, whole_vectors
from slicer_checks.hatching.pieces import piece_by_piece
from slicer_checks.hatching.scanlines import cross_lines
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import Floats, Longs

Keys = npt.NDArray[np.float64]

ROUNDING_MM = 1e-6
"""A line that reaches this little into a field of a chessboard does not reach it."""


def hatch_region(
    points_mm: Floats, ring_offsets: Longs, strategy: ScanStrategy, angle_deg: float
) -> Floats:
    """Return both ends of each vector, (2 N, 2), through rings that do not cross.

    Pieces that lie apart, such as copies on a platform, are hatched one after the other.
    A region narrower than the hatch distance may hold no line.

    Parameters
    ----------
    points_mm, ring_offsets
        Corners of closed rings (the first is not repeated), and where each ring begins.
    angle_deg
        Direction of the lines.
    """
    if len(points_mm) == 0:
        return np.empty((0, 2))
    fill = {"meander": _meander, "stripe": _stripes, "island": _islands}[strategy.pattern]
    vectors = fill(points_mm, ring_offsets, strategy, angle_deg)
    return piece_by_piece(vectors, points_mm, ring_offsets, strategy.gas_flow_deg)


def _meander(points_mm: Floats, rings: Longs, strategy: ScanStrategy, angle_deg: float) -> Floats:
    lines = cross_lines(points_mm, rings, _turn(angle_deg), strategy.hatch_mm)
    vectors = whole_vectors(lines, strategy.hatch_mm, strategy.drop_mm)
    if _with_the_flow(strategy, angle_deg + 90.0):
        vectors = vectors[::-1]
    return _placed(vectors, angle_deg)


def _stripes(points_mm: Floats, rings: Longs, strategy: ScanStrategy, angle_deg: float) -> Floats:
    """Hatch stripe by stripe, in each line by line, to and fro."""
    bands = (strategy.stripe_mm, strategy.stripe_overlap_mm, strategy.shortest_mm)
    lines = cross_lines(points_mm, rings, _turn(angle_deg), strategy.hatch_mm)
    vectors, stripe = cut_vectors(lines, strategy.hatch_mm, strategy.drop_mm, bands)
    stripes = -stripe if _with_the_flow(strategy, angle_deg) else stripe
    line = np.floor(vectors[:, 1] / strategy.hatch_mm).astype(np.int64)
    rows = -line if _with_the_flow(strategy, angle_deg + 90.0) else line
    return _placed(_to_and_fro(vectors, line)[np.lexsort((rows, stripes))], angle_deg)


def _islands(points_mm: Floats, rings: Longs, strategy: ScanStrategy, angle_deg: float) -> Floats:
    """Hatch the fields of a chessboard: black ones along the lines, white ones across."""
    bands = (strategy.field_mm, strategy.island_overlap_mm, ROUNDING_MM)
    pieces, fields = [], []
    for colour, deg in enumerate((angle_deg, angle_deg + 90.0)):
        lines = cross_lines(points_mm, rings, _turn(deg), strategy.hatch_mm)
        vectors, column = cut_vectors(lines, strategy.hatch_mm, strategy.drop_mm, bands)
        row = np.floor(vectors[:, 1] / strategy.field_mm).astype(np.int64)
        # The frame of the second set is turned by a quarter: its field (c, r) is (-1 - r, c) there.
        field = np.stack((column, row) if colour == 0 else (-1 - row, column), axis=1)
        mine = (field.sum(axis=1) % 2) == colour
        line = np.floor(vectors[mine, 1] / strategy.hatch_mm).astype(np.int64)
        pieces.append(_placed(_to_and_fro(vectors[mine], line), deg).reshape(-1, 4))
        fields.append(field[mine])
    field = np.concatenate(fields)
    order = np.lexsort(_field_keys(strategy, angle_deg, field))
    return np.concatenate(pieces)[order].reshape(-1, 2)


def _field_keys(
    strategy: ScanStrategy, angle_deg: float, field: npt.NDArray[np.int64]
) -> tuple[Keys, ...]:
    """Return the keys by which fields follow each other, the last the strongest."""
    column, row = field[:, 0].astype(np.float64), field[:, 1].astype(np.float64)
    if isnan(strategy.gas_flow_deg):
        return column, row
    flow = radians(strategy.gas_flow_deg - angle_deg)
    downstream = cos(flow) * column + sin(flow) * row
    return column, row, -np.round(downstream, 9)


def _to_and_fro(vectors: Floats, line: Longs) -> Floats:
    """Return vectors with those on every other line turned round."""
    turned = vectors.copy()
    back = line % 2 == 1
    turned[back] = vectors[back][:, [2, 3, 0, 1]]
    return turned


def _with_the_flow(strategy: ScanStrategy, direction_deg: float) -> bool:
    """Tell whether a direction leads downstream: what goes that way is scanned from its end."""
    if isnan(strategy.gas_flow_deg):
        return False
    return cos(radians(direction_deg - strategy.gas_flow_deg)) > 0.0


def _turn(angle_deg: float) -> tuple[float, float]:
    return cos(radians(angle_deg)), sin(radians(angle_deg))


def _placed(vectors: Floats, angle_deg: float) -> Floats:
    """Return both ends of vectors in the frame of the platform, (2 N, 2)."""
    cosine, sine = _turn(angle_deg)
    ends = vectors.reshape(-1, 2)
    return np.asarray(ends @ np.array([(cosine, sine), (-sine, cosine)]))
