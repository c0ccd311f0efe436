"""Faults of layers: their order, their heights, and whether they are there."""

import numpy as np

from tests.seeded_paths.hosts import Host
from tests.seeded_paths.kinds import Kind, Planted, Rng, a_layer, codes, planted
from tests.seeded_paths.shapes import LAYER_MM

_FALLING = ("cli", "cli-ascii", "ovf")
_TWICE = (*_FALLING, "3mf")
"""Formats whose layers may be at any height, and those where two may be at one; ILT's rise."""


def swapped(host: Host, rng: Rng) -> Planted:
    """Change two neighbouring layers about in the file."""
    sheets = host.sheets()
    at = a_layer(sheets, rng, 2)
    sheets[at], sheets[at + 1] = sheets[at + 1], sheets[at]
    return planted(sheets, host, (at, at + 2))


def backwards(host: Host, rng: Rng) -> Planted:
    """Write the layers from the top down."""
    del rng
    return planted(host.sheets()[::-1], host)


def twice(host: Host, rng: Rng) -> Planted:
    """Write a layer twice."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    sheets.insert(at, sheets[at].copy())
    return planted(sheets, host, (at, at + 1))


def missing(host: Host, rng: Rng) -> Planted:
    """Leave one layer out."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    del sheets[at]
    return planted(sheets, host, (at, at))


def thick(host: Host, rng: Rng) -> Planted:
    """Lift a layer, and all above it, by the thickness of one."""
    return _lifted(host, rng, LAYER_MM)


def uneven(host: Host, rng: Rng) -> Planted:
    """Lift a layer, and all above it, by a part of a layer."""
    return _lifted(host, rng, float(rng.uniform(0.3, 0.7)) * LAYER_MM)


def _lifted(host: Host, rng: Rng, by_mm: float) -> Planted:
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    for sheet in sheets[at:]:
        sheet.z_mm += by_mm
    return planted(sheets, host, (at, at))


def emptied(host: Host, rng: Rng) -> Planted:
    """Take all vectors out of a layer."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    sheets[at].pieces = []
    return planted(sheets, host, (at, at))


def empty_above(host: Host, rng: Rng) -> Planted:
    """Put layers without vectors above the last one."""
    sheets = host.sheets()
    top = len(sheets)
    for number in range(int(rng.integers(1, 4))):
        sheets.append(type(sheets[0])(host.path.blocks.layer_z_mm[-1] + (number + 1) * LAYER_MM))
    return planted(sheets, host, (top, len(sheets) - 1))


def stretched(host: Host, rng: Rng) -> Planted:
    """Multiply all heights, as of another thickness or unit."""
    sheets, by = host.sheets(), float(rng.choice((0.25, 4.0, 10.0)))
    for sheet in sheets:
        sheet.z_mm *= by
    return planted(sheets, host)


def too_high(host: Host, rng: Rng) -> Planted:
    """Lift the whole part above what any machine builds."""
    return _raised_by(host, rng, 380.0, 600.0)


def raised(host: Host, rng: Rng) -> Planted:
    """Lift everything by 0.6 mm to 20 mm, with nothing below."""
    return _raised_by(host, rng, 0.6, 20.0)


def a_little_raised(host: Host, rng: Rng) -> Planted:
    """Lift everything by a few layers, 0.15 mm to 0.45 mm, which only the part tells."""
    return _raised_by(host, rng, 0.15, 0.45)


def _raised_by(host: Host, rng: Rng, least_mm: float, most_mm: float) -> Planted:
    sheets, by_mm = host.sheets(), np.round(rng.uniform(least_mm, most_mm), 2)
    for sheet in sheets:
        sheet.z_mm += by_mm
    return planted(sheets, host)


_ABOVE_OTHERS = codes("layer-thickness", "area-step", "island", "overhang-step")
"""Layers that lie on another than before: their steps are not one layer's, and sides jump."""
LAYERS = (
    Kind(
        name="layers swapped",
        expects=codes("layer-order"),
        brings=_ABOVE_OTHERS,
        formats=_FALLING,
        plant=swapped,
    ),
    Kind(
        name="layers from the top down",
        expects=codes("layer-order"),
        # cone, wedge and supported parts grow upside down; supports begin where they ended
        brings=_ABOVE_OTHERS | codes("support-start"),
        formats=_FALLING,
        plant=backwards,
    ),
    # the copy's hatch runs as the one below it
    Kind(
        name="layer written twice",
        expects=codes("layer-order"),
        brings=codes("rotation"),
        formats=_TWICE,
        plant=twice,
    ),
    Kind(name="layer missing", expects=codes("layer-thickness"), plant=missing),
    Kind(name="layer twice as thick", expects=codes("layer-thickness"), plant=thick),
    Kind(name="layer of an uneven thickness", expects=codes("layer-thickness"), plant=uneven),
    # the layer above has nothing below it
    Kind(
        name="layer emptied",
        expects=codes("empty-layer"),
        brings=codes("island", "overhang-step"),
        plant=emptied,
    ),
    Kind(name="empty layers above", expects=codes("empty-layer"), plant=empty_above),
    Kind(
        name="heights multiplied",
        expects=codes("layer-thickness"),
        # a quarter of the height makes every side flatter, and wider layers reach out at once
        # and the energy comes to another volume
        brings=codes("overhang-step", "energy-density"),
        plant=stretched,
    ),
    # what lies so high has nothing below it either
    Kind(
        name="above the machine",
        expects=codes("outside-platform"),
        brings=codes("height"),
        plant=too_high,
    ),
    Kind(name="begins on powder", expects=codes("height"), plant=raised),
    Kind(name="toolpath raised", expects=codes("height"), with_part=True, plant=a_little_raised),
)
