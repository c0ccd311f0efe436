"""Faults of the whole file: where it lies, what it declares, and whether it is the part's."""

import dataclasses

import numpy as np

from tests.seeded_paths.hosts import Host
from tests.seeded_paths.kinds import Kind, Planted, Rng, a_layer, codes, planted
from tests.seeded_paths.sheets import Points, Sheet, box_of

UNIT_MM = 0.001
"""Of files with coordinates of 16 bits, which then reach 65.5 mm."""
_RANGE = 65_536


def _moved(sheets: list[Sheet], by_mm: Points) -> list[Sheet]:
    for sheet in sheets:
        sheet.pieces = [one.redrawn(one.points + by_mm) for one in sheet.pieces]
    return sheets


def _aside(rng: Rng, low_mm: float, high_mm: float) -> Points:
    angle = rng.uniform(0, 2 * np.pi)
    aside = rng.uniform(low_mm, high_mm) * np.array((np.cos(angle), np.sin(angle)))
    return np.round(aside, 3)


def beside_platform(host: Host, rng: Rng) -> Planted:
    """Move everything beside every platform."""
    return planted(_moved(host.sheets(), _aside(rng, 420.0, 700.0)), host)


def strays(host: Host, rng: Rng) -> Planted:
    """Move one contour of a layer half a metre away."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    place = int(rng.choice([n for n, one in enumerate(sheets[at].pieces) if one.contour]))
    piece = sheets[at].pieces[place]
    sheets[at].pieces[place] = piece.redrawn(piece.points + _aside(rng, 420.0, 600.0))
    return planted(sheets, host, (at, at))


def _declared(host: Host, low_mm: Points, high_mm: Points) -> Planted:
    z_mm = host.path.blocks.layer_z_mm
    box = ((*low_mm.tolist(), float(z_mm[0])), (*high_mm.tolist(), float(z_mm[-1])))
    facts = dataclasses.replace(host.path.facts, box_mm=box)
    return planted(host.sheets(), host, facts=facts)


def box_too_small(host: Host, rng: Rng) -> Planted:
    """Declare a box that leaves some of the part out."""
    low, high = box_of(host.sheets())
    side = int(rng.integers(2))
    high[side] -= float(rng.uniform(0.5, 3.0))
    return _declared(host, low, high)


def box_elsewhere(host: Host, rng: Rng) -> Planted:
    """Declare a box that lies elsewhere."""
    low, high = box_of(host.sheets())
    aside = _aside(rng, 3.0, 40.0)
    return _declared(host, low + aside, high + aside)


def box_too_large(host: Host, rng: Rng) -> Planted:
    """Declare a box that is much larger."""
    low, high = box_of(host.sheets())
    by = rng.uniform(5.0, 40.0, 2)
    return _declared(host, low - by, high + by)


def wrapped(host: Host, rng: Rng) -> Planted:
    """Write coordinates in 16 bits that run over the end of their range."""
    sheets = host.sheets()
    low, high = box_of(sheets)
    over_mm = rng.uniform(0.2, 0.5) * float(high[0] - low[0])
    to = np.array((_RANGE * UNIT_MM + over_mm - high[0], 10.0 - low[1]))
    box_low, box_high = np.round(low + to, 3), np.round(high + to, 3)
    for sheet in _moved(sheets, to):
        for piece in sheet.pieces:
            numbers = np.rint(piece.points / UNIT_MM)
            piece.points = (numbers % _RANGE) * UNIT_MM
    z_mm = host.path.blocks.layer_z_mm
    box = ((*box_low.tolist(), float(z_mm[0])), (*box_high.tolist(), float(z_mm[-1])))
    facts = dataclasses.replace(
        host.path.facts, unit_mm=UNIT_MM, short=(False, True, True), box_mm=box
    )
    return planted(sheets, host, facts=facts)


def whole_moved(host: Host, rng: Rng) -> Planted:
    """Move everything by 0.15 mm to 8 mm, so that it lies beside its part."""
    return planted(_moved(host.sheets(), _aside(rng, 0.15, 8.0)), host)


def layer_moved(host: Host, rng: Rng) -> Planted:
    """Move one layer by 0.3 mm to 2 mm against the part."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    _moved(sheets[at : at + 1], _aside(rng, 0.3, 2.0))
    return planted(sheets, host, (at, at))


def top_moved(host: Host, rng: Rng) -> Planted:
    """Move all layers above one, as after a knock of the recoater."""
    sheets = host.sheets()
    at = a_layer(sheets, rng, 4)
    _moved(sheets[at:], _aside(rng, 0.5, 3.0))
    return planted(sheets, host, (at, len(sheets) - 1))


def resized(host: Host, rng: Rng) -> Planted:
    """Scan the part larger or smaller than it is."""
    scale = float(rng.choice((0.9, 0.95, 0.97, 1.03, 1.05, 1.1)))
    return planted(host.scaled(scale).sheets(), host)


def other_layer(host: Host, rng: Rng) -> Planted:
    """Put a layer of a smaller or larger part between the others."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    scale = float(rng.choice((0.8, 0.9, 1.1, 1.2)))
    sheets[at].pieces = host.scaled(scale).sheets()[at].pieces
    return planted(sheets, host, (at, at))


def without_peg(host: Host, rng: Rng) -> Planted:
    """Leave a body of the part out, from some layer up."""
    sheets, bare = host.sheets(), dataclasses.replace(host, pegged=False).sheets()
    at = a_layer(sheets, rng)
    return planted(sheets[:at] + bare[at:], host, (at, len(sheets) - 1))


_SHIFTED = codes("outside-part", "moved")
_LEDGE = codes(
    "overhang-step", "area-step", "island", "support-start", "uncovered", "contour-direction"
)
"""A layer over another place hangs over the one below, and the next one over it; a hole's contour
that lost what was around it runs the wrong way."""
_RIM = codes("missing-piece")
"""A layer that is much too small lacks the part's rim all round."""
WHOLES = (
    Kind(
        name="beside the platform",
        expects=codes("outside-platform"),
        plant=beside_platform,
    ),
    Kind(
        name="contour far away",
        expects=codes("outside-platform"),
        # its hatch is left without a contour, and where it is now nothing is below or melts it
        brings=_LEDGE | codes("outside-part"),
        plant=strays,
    ),
    Kind(
        name="declared box too small",
        expects=codes("box-mismatch"),
        formats=("cli", "cli-ascii", "ovf"),
        plant=box_too_small,
    ),
    Kind(
        name="declared box elsewhere",
        expects=codes("box-mismatch"),
        formats=("cli", "cli-ascii", "ovf"),
        plant=box_elsewhere,
    ),
    Kind(
        name="declared box too large",
        expects=codes("box-mismatch"),
        formats=("cli", "cli-ascii", "ovf"),
        plant=box_too_large,
    ),
    Kind(
        name="coordinates run over 16 bits",
        expects=codes("box-mismatch"),
        # lines leap to the other end of the range: all along x, across the part and its contours
        brings=_LEDGE
        | codes("outside-part", "self-crossing", "long-vectors", "jump-share", "double-exposure")
        | codes("contour-direction", "hatch-distance", "energy-density", "open-contour")
        | codes("rotation"),
        formats=("cli",),
        plant=wrapped,
    ),
    Kind(
        name="toolpath moved",
        expects=codes("moved"),
        # supports that are scanned through the part's powder stay where they were in the part
        brings=_SHIFTED,
        with_part=True,
        plant=whole_moved,
    ),
    Kind(
        name="layer moved",
        expects=_SHIFTED | codes("overhang-step"),
        brings=_LEDGE,
        with_part=True,
        plant=layer_moved,
    ),
    Kind(
        name="upper layers moved",
        expects=_SHIFTED,
        brings=_LEDGE,
        with_part=True,
        plant=top_moved,
    ),
    Kind(
        name="part scaled",
        expects=codes("area-differs"),
        brings=_SHIFTED | _RIM,
        with_part=True,
        plant=resized,
    ),
    Kind(
        name="body left out",
        expects=codes("missing-piece"),
        brings=codes("area-differs"),
        base=Host.with_peg,
        with_part=True,
        plant=without_peg,
    ),
    Kind(
        name="layer of another size",
        expects=codes("area-differs"),
        brings=_SHIFTED | _LEDGE | _RIM,
        with_part=True,
        plant=other_layer,
    ),
)
