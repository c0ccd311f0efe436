"""Faults of several lasers: beyond their field, unequally at work, too near or over each other."""

import dataclasses

from slicer_checks.toolpath import LaserSource
from tests.seeded_paths.hosts import TWIN_MM, Host
from tests.seeded_paths.kinds import Kind, Planted, Rng, a_layer, codes, planted
from tests.seeded_paths.sheets import Piece

_WITH_LASERS = ("ovf", "3mf")


def _doubled(host: Host) -> Host:
    return host.doubled()


def out_of_field(host: Host, rng: Rng) -> Planted:
    """Let the other laser scan a block of a layer, which lies beyond its field."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    piece = sheets[at].pieces[int(rng.integers(len(sheets[at].pieces)))]
    piece.tag = dataclasses.replace(piece.tag, laser=1 - piece.tag.laser)
    return planted(sheets, host, (at, at))


def field_too_small(host: Host, rng: Rng) -> Planted:
    """Give a laser a field that ends within its part."""
    lasers, side = list(host.path.lasers), int(rng.integers(2))
    field = ((side * TWIN_MM - 3.0, -50.0), (side * TWIN_MM + 3.0, 50.0))
    lasers[side] = LaserSource(name=lasers[side].name, field_mm=field)
    return planted(host.sheets(), host, lasers=tuple(lasers))


def idle(host: Host, rng: Rng) -> Planted:
    """Let one laser do the work of both in most layers."""
    sheets, busy = host.sheets(), int(rng.integers(2))
    for sheet in sheets[: round(float(rng.uniform(0.3, 0.9)) * len(sheets))]:
        for piece in sheet.pieces:
            piece.tag = dataclasses.replace(piece.tag, laser=busy)
    return planted(sheets, host)


def close(host: Host, rng: Rng) -> Planted:
    """Let both lasers share each part, so that they work side by side."""
    del rng
    sheets = host.sheets()
    for sheet in sheets:
        pieces = []
        for piece in sheet.pieces:
            if not piece.hatched:
                pieces.append(piece)
                continue
            half = len(piece.vectors) // 2
            pieces += [
                Piece(lines.reshape(-1, 2), dataclasses.replace(piece.tag, laser=laser))
                for laser, lines in enumerate((piece.vectors[:half], piece.vectors[half:]))
            ]
        sheet.pieces = pieces
    return planted(sheets, host)


def melted_by_both(host: Host, rng: Rng) -> Planted:
    """Let the other laser scan some of the hatch of a layer once more."""
    sheets = host.sheets()
    at = a_layer(sheets, rng)
    again = []
    for piece in [one for one in sheets[at].pieces if one.hatched and len(one.vectors) > 1]:
        share = max(1, round(float(rng.uniform(0.3, 0.9)) * len(piece.vectors)))
        other = dataclasses.replace(piece.tag, laser=1 - piece.tag.laser)
        again.append(Piece(piece.vectors[:share].reshape(-1, 2), other))
    sheets[at].pieces += again
    return planted(sheets, host, (at, at))


LASERS = (
    Kind(
        name="block beyond the field of its laser",
        expects=codes("laser-field"),
        formats=("3mf",),
        base=_doubled,
        plant=out_of_field,
    ),
    Kind(
        name="field smaller than the part",
        expects=codes("laser-field"),
        formats=("3mf",),
        base=_doubled,
        plant=field_too_small,
    ),
    # who works for another works in that one's field
    Kind(
        name="laser idle",
        expects=codes("laser-balance"),
        brings=codes("laser-field"),
        formats=_WITH_LASERS,
        base=_doubled,
        plant=idle,
    ),
    # what is scanned twice is so whoever scans it, and lies in the other's field
    Kind(
        name="hatch melted by both lasers",
        expects=codes("laser-overlap"),
        brings=codes("double-exposure", "laser-field", "laser-distance", "hatch-distance"),
        formats=_WITH_LASERS,
        base=_doubled,
        plant=melted_by_both,
    ),
    # halves by number of lines are not halves by time
    Kind(
        name="lasers side by side",
        expects=codes("laser-distance"),
        brings=codes("laser-field", "laser-balance"),
        formats=_WITH_LASERS,
        base=_doubled,
        plant=close,
    ),
)
