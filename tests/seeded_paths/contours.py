"""Faults of contours: open, reversed, crossing, flat, doubled."""

import dataclasses

import numpy as np

from slicer_checks.toolpath import Direction
from tests.seeded_paths.hosts import Host
from tests.seeded_paths.kinds import Kind, Planted, Rng, a_layer, codes, planted
from tests.seeded_paths.sheets import Piece, Points, Sheet


def _chosen(sheets: list[Sheet], rng: Rng) -> tuple[int, int]:
    """Return a layer, and the place of one of its contours in it."""
    at = a_layer(sheets, rng)
    places = [n for n, one in enumerate(sheets[at].pieces) if one.contour]
    return at, int(rng.choice(places))


def _redrawn(host: Host, rng: Rng, points_of: object) -> Planted:
    sheets = host.sheets()
    at, place = _chosen(sheets, rng)
    piece = sheets[at].pieces[place]
    assert callable(points_of)
    sheets[at].pieces[place] = piece.redrawn(points_of(piece.points))
    return planted(sheets, host, (at, at))


def left_open(host: Host, rng: Rng) -> Planted:
    """Leave the last line of a contour out."""
    return _redrawn(host, rng, lambda points: points[:-1])


def gaping(host: Host, rng: Rng) -> Planted:
    """End a contour a tenth to half a millimetre beside its beginning."""

    def moved(points: Points) -> Points:
        angle, by_mm = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.5)
        ended = points.copy()
        ended[-1] += by_mm * np.array((np.cos(angle), np.sin(angle)))
        return ended

    return _redrawn(host, rng, moved)


def reversed_one(host: Host, rng: Rng) -> Planted:
    """Turn one contour round, and leave what is said of it."""
    return _redrawn(host, rng, lambda points: points[::-1])


def crossing(host: Host, rng: Rng) -> Planted:
    """Tie a knot into a side of a contour."""

    def crossed(points: Points) -> Points:
        sides = _a_side(points, rng)
        start, end = points[sides], points[sides + 1]
        along = (end - start) / np.hypot(*(end - start))
        middle, aside = (start + end) / 2, np.array((-along[1], along[0]))
        half = 0.3 * min(float(np.hypot(*(end - start))), 2.0)
        bow = np.array((middle + half * along, middle - half * along + half * aside))
        bow = np.concatenate((bow, [middle - half * along]))
        knot = np.array((middle + half * along + half * aside,))
        return np.concatenate((points[: sides + 1], bow[:2], knot, bow[2:], points[sides + 1 :]))

    return _redrawn(host, rng, crossed)


def _a_side(points: Points, rng: Rng) -> int:
    """Return a side by chance, of those that are not of a rounded corner."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    return int(rng.choice(np.flatnonzero(lengths >= min(0.4, lengths.max()))))


def flat(host: Host, rng: Rng) -> Planted:
    """Add a contour that goes along a line and back."""
    sheets = host.sheets()
    at, place = _chosen(sheets, rng)
    piece = sheets[at].pieces[place]
    start, end = piece.points[0], piece.points[1]
    sheets[at].pieces.insert(place, piece.redrawn(np.array((start, (start + end) / 2, end, start))))
    return planted(sheets, host, (at, at))


def shifted_copy(host: Host, rng: Rng) -> Planted:
    """Add a copy of a contour, shifted by about a millimetre."""
    sheets = host.sheets()
    at, place = _chosen(sheets, rng)
    piece = sheets[at].pieces[place]
    by_mm = rng.uniform(0.6, 1.2, 2) * rng.choice((-1, 1), 2)
    sheets[at].pieces.insert(place, piece.redrawn(piece.points + by_mm))
    return planted(sheets, host, (at, at))


def hole_wound_alike(host: Host, rng: Rng) -> Planted | None:
    """Wind a contour round a hole as that around it, and say so."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    holes = [
        n
        for n, one in enumerate(sheets[at].pieces)
        if one.contour and one.tag.direction == Direction.CLOCKWISE
    ]
    if not holes:
        return None
    for place in holes:
        one = sheets[at].pieces[place]
        tag = dataclasses.replace(one.tag, direction=Direction.COUNTER_CLOCKWISE)
        sheets[at].pieces[place] = Piece(one.points[::-1], tag)
    return planted(sheets, host, (at, at))


_OTHER_REGION = codes(
    "uncovered", "outside-part", "island", "overhang-step", "area-step", "contour-direction"
)
"""A layer whose contours enclose another area: its hatch leaves some bare or lies outside, what
was below or above it now hangs, and loops run the other way round."""
CONTOURS = (
    Kind(
        name="contour left open",
        expects=codes("open-contour"),
        brings=_OTHER_REGION,
        plant=left_open,
    ),
    Kind(name="contour gaping", expects=codes("open-contour"), brings=_OTHER_REGION, plant=gaping),
    Kind(
        name="contour reversed",
        expects=codes("contour-direction"),
        brings=_OTHER_REGION,
        plant=reversed_one,
    ),
    Kind(
        name="holes wound as the outside",
        expects=codes("contour-direction"),
        brings=_OTHER_REGION,
        plant=hole_wound_alike,
    ),
    Kind(
        name="contour crosses itself",
        expects=codes("self-crossing"),
        brings=_OTHER_REGION,
        plant=crossing,
    ),
    Kind(name="contour without an area", expects=codes("self-crossing"), plant=flat),
    Kind(
        name="contour repeated, shifted",
        expects=codes("self-crossing"),
        brings=_OTHER_REGION,
        plant=shifted_copy,
    ),
)
