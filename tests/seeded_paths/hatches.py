"""Faults of hatches: gaps, doubles, lines outside, too short, too long, out of order."""

from collections.abc import Callable

import numpy as np

from tests.seeded_paths.hosts import Host
from tests.seeded_paths.kinds import Kind, Planted, Rng, a_layer, codes, planted
from tests.seeded_paths.sheets import Piece, Points, Sheet


def _hatched(sheets: list[Sheet], rng: Rng, lines: int = 1) -> tuple[int, int] | None:
    """Return a layer, and the place of one of its hatches of at least so many lines."""
    at = a_layer(sheets, rng)
    places = [
        n for n, one in enumerate(sheets[at].pieces) if one.hatched and len(one.vectors) >= lines
    ]
    return (at, int(rng.choice(places))) if places else None


def _redrawn(host: Host, rng: Rng, change: Callable[[Points], Points]) -> Planted | None:
    sheets = host.sheets()
    chosen = _hatched(sheets, rng, 40)
    if chosen is None:
        return None
    at, place = chosen
    piece = sheets[at].pieces[place]
    sheets[at].pieces[place] = piece.redrawn(change(piece.vectors))
    return planted(sheets, host, (at, at))


def gap(host: Host, rng: Rng) -> Planted | None:
    """Leave out ten lines one after the other."""

    def without(lines: Points) -> Points:
        first = int(rng.integers(0, len(lines) - 10))
        while np.hypot(*(lines[first, 1] - lines[first, 0])) < 2.0 and first < len(lines) - 10:
            first += 1
        return np.delete(lines, slice(first, first + 10), axis=0)

    return _redrawn(host, rng, without)


def hole(host: Host, rng: Rng) -> Planted | None:
    """Cut a round hole of about a millimetre and a half out of the hatch."""

    def cut(lines: Points) -> Points:
        middle = lines[int(rng.integers(len(lines)))].mean(axis=0)
        return _outside(lines, middle, float(rng.uniform(0.7, 0.9)))

    return _redrawn(host, rng, cut)


def _outside(lines: Points, middle: Points, radius_mm: float) -> Points:
    """Return what of lines lies outside a circle."""
    kept = []
    for start, end in lines:
        along = end - start
        length = float(np.hypot(*along))
        ahead = along / length
        to_middle = float((middle - start) @ ahead)
        aside = float(np.hypot(*(start + to_middle * ahead - middle)))
        half = np.sqrt(max(radius_mm**2 - aside**2, 0.0))
        low, high = max(to_middle - half, 0.0), min(to_middle + half, length)
        if high <= low:
            kept.append((start, end))
            continue
        kept += [(start, start + low * ahead)] if low > 0.02 else []
        kept += [(start + high * ahead, end)] if length - high > 0.02 else []
    return np.array(kept)


def unhatched(host: Host, rng: Rng) -> Planted:
    """Leave the whole hatch of a layer out, and keep its contours."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    sheets[at].pieces = [one for one in sheets[at].pieces if not one.hatched]
    return planted(sheets, host, (at, at))


def bare(host: Host, _rng: Rng) -> Planted:
    """Leave the hatch of all layers out, and keep the contours."""
    sheets = host.sheets()
    for sheet in sheets:
        sheet.pieces = [one for one in sheet.pieces if not one.hatched]
    return planted(sheets, host, (0, len(sheets) - 1))


def doubled(host: Host, rng: Rng) -> Planted:
    """Write the hatch of a layer twice."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    again = [Piece(one.points.copy(), one.tag) for one in sheets[at].pieces if one.hatched]
    sheets[at].pieces += again
    return planted(sheets, host, (at, at))


def sparse(host: Host, rng: Rng) -> Planted:
    """Scan all layers with lines farther apart than is said."""
    return _spaced(host, 0.1 * float(rng.uniform(1.35, 2.2)))


def dense(host: Host, rng: Rng) -> Planted:
    """Scan all layers with lines nearer together than is said."""
    return _spaced(host, 0.1 * float(rng.uniform(0.4, 0.75)))


def _spaced(host: Host, hatch_mm: float) -> Planted:
    return planted(host.scanned(hatch_mm=round(hatch_mm, 4)).sheets(), host)


def pushed(host: Host, rng: Rng) -> Planted:
    """Push the hatch of a layer aside, over its contour."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    angle, by_mm = rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 1.5)
    aside = by_mm * np.array((np.cos(angle), np.sin(angle)))
    sheets[at].pieces = [
        one.redrawn(one.points + aside) if one.hatched else one for one in sheets[at].pieces
    ]
    return planted(sheets, host, (at, at))


def overrun(host: Host, rng: Rng) -> Planted | None:
    """Draw a few lines on beyond their end."""

    def longer(lines: Points) -> Points:
        drawn = lines.copy()
        for one in rng.choice(len(lines), 4, replace=False).tolist():
            along = drawn[one, 1] - drawn[one, 0]
            middle = drawn[one].mean(axis=0)
            far = float(np.hypot(*along)) / 2 + float(rng.uniform(7.0, 9.0))
            drawn[one, 1] = middle + far * along / np.hypot(*along)
        return drawn

    return _redrawn(host, rng, longer)


def across(host: Host, rng: Rng) -> Planted | None:
    """Draw one line of 21 mm to 60 mm across the part."""

    def long(lines: Points) -> Points:
        drawn = lines.copy()
        one = int(rng.integers(len(lines)))
        along = drawn[one, 1] - drawn[one, 0]
        half = float(rng.uniform(10.5, 30.0)) * along / np.hypot(*along)
        middle = drawn[one].mean(axis=0)
        drawn[one] = (middle - half, middle + half)
        return drawn

    return _redrawn(host, rng, long)


def without_length(host: Host, rng: Rng) -> Planted | None:
    """Press some lines together to a spot."""

    def pressed(lines: Points) -> Points:
        drawn = lines.copy()
        some = rng.choice(len(lines), int(rng.integers(3, 12)), replace=False)
        extra = np.repeat(drawn[some].mean(axis=1, keepdims=True), 2, axis=1)
        return np.concatenate((drawn, extra))

    return _redrawn(host, rng, pressed)


def chopped(host: Host, rng: Rng) -> Planted:
    """Chop the lines of some layers into pieces shorter than the melt track is wide."""
    sheets = host.sheets()
    first, count = a_layer(sheets, rng, 4), 4
    piece_mm = float(rng.uniform(0.04, 0.08))
    for sheet in sheets[first - count : first]:
        sheet.pieces = [
            one.redrawn(_chopped(one.vectors, piece_mm)) if one.hatched else one
            for one in sheet.pieces
        ]
    return planted(sheets, host, (first - count, first - 1))


def _chopped(lines: Points, piece_mm: float) -> Points:
    pieces = []
    for start, end in lines:
        count = max(int(np.ceil(np.hypot(*(end - start)) / piece_mm)), 1)
        cuts = start + np.linspace(0, 1, count + 1)[:, None] * (end - start)
        pieces.append(np.stack((cuts[:-1], cuts[1:]), axis=1))
    return np.concatenate(pieces)


def in_narrow_stripes(host: Host, rng: Rng) -> Planted:
    """Scan all layers in stripes so narrow that no line has set when the next begins."""
    width_mm = round(float(rng.uniform(0.1, 0.17)), 3)
    narrow = host.scanned(pattern="stripe", stripe_mm=width_mm, shortest_mm=0.05)
    return planted(narrow.sheets(), host)


def shuffled(host: Host, rng: Rng) -> Planted:
    """Shuffle the lines of every layer, and draw them all the same way."""
    sheets = host.sheets()
    for sheet in sheets:
        sheet.pieces = [
            one.redrawn(rng.permutation(_one_way(one.vectors))) if one.hatched else one
            for one in sheet.pieces
        ]
    return planted(sheets, host)


def _one_way(lines: Points) -> Points:
    along = lines[:, 1] - lines[:, 0]
    back = along @ along[0] < 0
    return np.where(back[:, None, None], lines[:, ::-1], lines)


_BARE = codes("uncovered")
_CRUMBS = codes("short-vectors", "hatch-distance", "jump-share")
HATCHES = (
    # lines beside a gap are farther apart than others, which is told of the distances too
    Kind(name="hatch lines left out", expects=_BARE, brings=codes("hatch-distance"), plant=gap),
    Kind(name="hole in the hatch", expects=_BARE, brings=codes("hatch-distance"), plant=hole),
    Kind(name="layer without hatch", expects=_BARE, plant=unhatched),
    Kind(name="no layer hatched", expects=codes("no-hatch"), plant=bare),
    Kind(name="hatch doubled", expects=codes("double-exposure"), plant=doubled),
    Kind(
        name="hatch too sparse",
        expects=codes("hatch-distance"),
        # lines leave stripes bare between them, and less energy comes to each cubic millimetre
        brings=codes("uncovered", "energy-density"),
        plant=sparse,
    ),
    Kind(
        name="hatch too dense",
        expects=codes("hatch-distance"),
        # more energy comes to each cubic millimetre, and where the file names the wider distance,
        # lines lie over each other
        brings=codes("energy-density", "double-exposure"),
        plant=dense,
    ),
    # where the hatch was pushed from, the layer is bare
    Kind(
        name="hatch pushed over the contour",
        expects=codes("outside-part"),
        brings=_BARE,
        plant=pushed,
    ),
    # lines that run on are scanned over their neighbours of another stripe, and are long
    Kind(
        name="lines run on beyond the contour",
        expects=codes("outside-part"),
        brings=codes("long-vectors", "double-exposure"),
        plant=overrun,
    ),
    Kind(
        name="line across the part",
        expects=codes("long-vectors", "outside-part"),
        brings=codes("double-exposure"),
        plant=across,
    ),
    Kind(name="lines without a length", expects=codes("zero-length"), plant=without_length),
    Kind(
        name="lines chopped to crumbs",
        expects=codes("short-vectors"),
        plant=chopped,
    ),
    # so many short lines come with as many jumps, and lap over where stripes meet
    Kind(
        name="lines in narrow stripes",
        expects=codes("return-time"),
        brings=codes("jump-share", "double-exposure"),
        plant=in_narrow_stripes,
    ),
    Kind(name="lines shuffled", expects=codes("jump-share"), plant=shuffled),
)
