"""Faults of what lies below a layer, and of how layers are scanned one after the other."""

import dataclasses
from math import nan

import numpy as np

from slicer_checks.process import Process
from slicer_checks.toolpath import Role
from tests.seeded_paths.hosts import WITH_ROLES, Host
from tests.seeded_paths.kinds import (
    Kind,
    Planted,
    Rng,
    a_layer,
    codes,
    planted,
)
from tests.seeded_paths.settings import with_limits
from tests.seeded_paths.sheets import Piece, box_of

FLOW_DEG = 90.0
"""Direction of the gas of the lab whose files go against it."""


def with_gas() -> Process:
    """Return the process of a lab whose gas flows along y."""
    return with_limits({"path-gas-flow-direction": (FLOW_DEG, "steers")})


def against_gas(host: Host) -> Host:
    """Return a host scanned in lines across the gas, from downstream to upstream."""
    return host.scanned(gas_flow_deg=FLOW_DEG, rotation_deg=7.0, start_deg=-40.0)


def slow_layers() -> Process:
    """Return the process of a lab that wants 8.3 s for a layer, on a machine that takes 8."""
    return with_limits({"path-layer-time": (8.3, "warning")})


def on_powder(host: Host, rng: Rng) -> Planted | None:
    """Leave the lowest layers of supports out, so that the rest begins on powder."""
    if not host.supported:
        return None
    sheets = host.sheets()
    high = [n for n, sheet in enumerate(sheets) if any(one.support for one in sheet.pieces)]
    cut = int(rng.integers(high[0] + 4, high[-1] - 1))
    for sheet in sheets[:cut]:
        sheet.pieces = [one for one in sheet.pieces if not one.support]
    return planted(sheets, host, (cut, cut + 3))


def gap_in_supports(host: Host, rng: Rng) -> Planted | None:
    """Leave supports out for five layers in the middle of their height."""
    if not host.supported:
        return None
    sheets = host.sheets()
    high = [n for n, sheet in enumerate(sheets) if any(one.support for one in sheet.pieces)]
    cut = int(rng.integers(high[0] + 1, high[-1] - 5))
    for sheet in sheets[cut : cut + 5]:
        sheet.pieces = [one for one in sheet.pieces if not one.support]
    return planted(sheets, host, (cut + 5, cut + 5))


def with_skins(host: Host) -> Host:
    """Return a host with an underside, a table if it has none, scanned as a down-skin."""
    table = host if host.supported else dataclasses.replace(host, shape="table", layers=36)
    return table.scanned(down_skin_layers=2)


def without_skins(host: Host, _rng: Rng) -> Planted:
    """Scan down-skins as the inside of the part."""
    sheets = host.sheets()
    for sheet in sheets:
        for place, piece in enumerate(sheet.pieces):
            if piece.tag.role == Role.DOWN_SKIN:
                core = dataclasses.replace(piece.tag, role=Role.CORE)
                sheet.pieces[place] = Piece(piece.points, core)
    return planted(sheets, host)


def unsupported(host: Host, rng: Rng) -> Planted | None:
    """Leave all supports out."""
    del rng
    if not host.supported:
        return None
    sheets = host.sheets()
    for sheet in sheets:
        sheet.pieces = [one for one in sheet.pieces if not one.support]
    return planted(sheets, host)


def loose_line(host: Host, rng: Rng) -> Planted | None:
    """Put lines of a support on powder beside the part."""
    if not host.supported:
        return None
    sheets = host.sheets()
    at = int(rng.integers(4, len(sheets) - 2))
    like = next(one for sheet in sheets for one in sheet.pieces if one.support)
    _, high = box_of(sheets)
    start = high + rng.uniform(2.0, 4.0, 2)
    lines = start + np.array([(0.0, 0.0), (6.0, 0.0), (6.0, 1.0), (0.0, 1.0)])
    for sheet in sheets[at:]:
        sheet.pieces.append(like.redrawn(lines))
    return planted(sheets, host, (at, at))


def island(host: Host, rng: Rng) -> Planted:
    """Begin a small block beside the part, with nothing below it."""
    sheets = host.sheets()
    at = int(rng.integers(2, len(sheets) - 4))
    _, high = box_of(sheets)
    place = high + rng.uniform(2.0, 4.0, 2)
    block = Host(shape="box", layers=host.layers, file_format="cli").scaled(0.3)
    names = [one.name for one in host.path.exposures]
    sets = {n: names.index(one.name) for n, one in enumerate(block.path.exposures)}
    for sheet, own in zip(sheets[at:], block.sheets()[at:], strict=False):
        sheet.pieces += [
            Piece(one.points + place, dataclasses.replace(one.tag, exposure=sets[one.tag.exposure]))
            for one in own.pieces
        ]
    return planted(sheets, host, (at, at))


def grown(host: Host, rng: Rng) -> Planted | None:
    """Make the part wider from a layer on, where no supports carry what reaches out."""
    return None if host.supported else _wider(host, rng, float(rng.uniform(1.2, 1.5)))


def leaping(host: Host, rng: Rng) -> Planted:
    """Make the part four to six times as large from a layer on."""
    return _wider(host, rng, float(rng.uniform(2.0, 2.45)))


def _wider(host: Host, rng: Rng, scale: float) -> Planted:
    sheets, at = host.sheets(), 0
    at = a_layer(sheets, rng, 3)
    wide = host.scaled(round(scale, 3)).sheets()
    for sheet, own in zip(sheets[at:], wide[at:], strict=True):
        sheet.pieces = own.pieces
    return planted(sheets, host, (at, at))


def pin(host: Host, rng: Rng) -> Planted:
    """Draw the part in to a pin from a layer on, so that layers are done at once."""
    sheets = host.sheets()
    at = a_layer(sheets, rng, 3)
    thin = host.scaled(0.15).sheets()
    for sheet, own in zip(sheets[at:], thin[at:], strict=True):
        sheet.pieces = own.pieces
    return planted(sheets, host, (at, len(sheets) - 1))


def unturned(host: Host, rng: Rng) -> Planted | None:
    """Scan every layer in the same direction, or in one of two."""
    if host.ways.get("pattern") == "island":
        return None
    return planted(host.scanned(rotation_deg=float(rng.choice((0.0, 180.0)))).sheets(), host)


def stuck(host: Host, rng: Rng) -> Planted | None:
    """Stop turning the hatch for some layers."""
    if host.ways.get("pattern") == "island":
        return None
    sheets = host.sheets()
    count = int(rng.integers(3, 7))
    at = int(rng.integers(1, len(sheets) - count))
    turned = float(host.scanned().ways.get("start_deg", 57.0))
    step = float(host.ways.get("rotation_deg", 67.0))
    same = host.scanned(rotation_deg=0.0, start_deg=(turned + step * at) % 360.0).sheets()
    for number in range(at, at + count):
        sheets[number].pieces = same[number].pieces
    return planted(sheets, host, (at, at + count - 1))


def square(host: Host, rng: Rng) -> Planted | None:
    """Turn the hatch by a right angle from layer to layer."""
    del rng
    if host.ways.get("pattern") == "island":
        return None
    return planted(host.scanned(rotation_deg=90.0).sheets(), host)


def downwind(host: Host, rng: Rng) -> Planted:
    """Turn the order of the hatch round, so that it goes with the gas."""
    del rng
    return planted(host.scanned(gas_flow_deg=FLOW_DEG + 180.0).sheets(), host)


def along_gas(host: Host, rng: Rng) -> Planted:
    """Scan all lines along the gas."""
    ways = {"start_deg": FLOW_DEG + float(rng.uniform(-10.0, 10.0)), "gas_flow_deg": nan}
    return planted(host.scanned(**ways, rotation_deg=0.0).sheets(), host)


_WIDER = codes("overhang-step", "area-step", "support-start", "island", "outside-part")
"""A wider layer hangs over, beyond the supports that were made for the narrower part."""
GROWTH = (
    # the set is still in the file, and nothing is scanned with it where the format knows sets
    Kind(
        name="skins scanned as the inside",
        expects=codes("missing-skin"),
        brings=codes("unused-set"),
        formats=("ilt", "ovf"),
        base=with_skins,
        plant=without_skins,
    ),
    Kind(
        name="supports begin on powder",
        expects=codes("support-start"),
        formats=WITH_ROLES,
        plant=on_powder,
    ),
    Kind(
        name="gap in supports",
        expects=codes("support-start"),
        formats=WITH_ROLES,
        plant=gap_in_supports,
    ),
    Kind(
        name="supports left out",
        expects=codes("overhang-step", "island"),
        formats=WITH_ROLES,
        plant=unsupported,
    ),
    Kind(
        name="lines of a support on powder",
        expects=codes("support-start"),
        formats=WITH_ROLES,
        plant=loose_line,
    ),
    # the layer that it begins in grows by it, at once with what the part itself adds
    Kind(
        name="island without support",
        expects=codes("island"),
        brings=codes("area-step"),
        plant=island,
    ),
    # lines of a wider part may be longer than a stripe should be wide
    Kind(
        name="layers reach out",
        expects=codes("overhang-step"),
        brings=_WIDER | codes("long-vectors"),
        plant=grown,
    ),
    # lines of a part of twice the size may be longer than a stripe should be wide
    Kind(
        name="area leaps",
        expects=codes("area-step"),
        brings=_WIDER | codes("long-vectors"),
        plant=leaping,
    ),
    Kind(
        name="layers done at once",
        expects=codes("layer-time"),
        # nothing is left for the supports to carry, and small fields have short lines
        brings=_WIDER | codes("short-vectors"),
        process=slow_layers,
        plant=pin,
    ),
    Kind(name="hatch never turns", expects=codes("rotation"), plant=unturned),
    Kind(name="hatch stops turning", expects=codes("rotation"), plant=stuck),
    Kind(name="hatch turns squarely", expects=codes("rotation"), plant=square),
    Kind(
        name="order goes with the gas",
        expects=codes("gas-flow"),
        base=against_gas,
        process=with_gas,
        plant=downwind,
    ),
    Kind(
        name="lines go with the gas",
        expects=codes("gas-flow"),
        brings=codes("rotation"),
        base=against_gas,
        process=with_gas,
        plant=along_gas,
    ),
)
