"""The clean toolpaths that faults are planted in: small solids, scanned in various ways."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.read import read
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.toolpath import LaserSource, PathPart, Role, Toolpath
from tests.known_parts import stl_bytes
from tests.seeded.solids import Triangles, box, triangles_of
from tests.seeded_paths.shapes import LAYER_MM, SHAPES, height
from tests.seeded_paths.sheets import Piece, Sheet, path_of, sheets_of

ALL = ("cli", "cli-ascii", "ilt", "ovf", "3mf")
WITH_ROLES = ("ilt", "ovf", "3mf")
"""Formats that tell supports from parts."""
TWIN_MM = 100.0
"""How far the two lasers of twins work from each other."""


@dataclass(frozen=True, kw_only=True)
class Host:
    """A clean toolpath: a solid of some layers, how it is scanned, and the format it is kept in.

    Parameters
    ----------
    strategy
        What is not as by default in the `ScanStrategy`, by name.
    scale
        The solid's size in x and y, as a share of its own.
    twin
        Whether the part is made twice, each copy by a laser of its own.
    pegged
        Whether a peg stands beside the solid, as a body of the same part.
    """

    shape: str
    layers: int
    file_format: str
    strategy: tuple[tuple[str, Any], ...] = ()
    scale: float = 1.0
    twin: bool = False
    pegged: bool = False

    @property
    def name(self) -> str:
        """What tells it apart in tables."""
        return " ".join((self.shape, *(f"{key}={value}" for key, value in self.strategy)))

    @property
    def ways(self) -> Mapping[str, Any]:
        """What is not as by default in the strategy."""
        return dict(self.strategy)

    @property
    def supported(self) -> bool:
        """Whether it has supports."""
        return "support_mm" in self.ways

    @property
    def formats(self) -> frozenset[str]:
        """The formats that hold it: CLI takes lines of supports for hatch of the part."""
        return frozenset(WITH_ROLES if self.supported else ALL)

    @property
    def path(self) -> Toolpath:
        """The toolpath as it is made."""
        return _made(self)

    @property
    def part(self) -> Part:
        """The part that the toolpath is of."""
        return read(stl_bytes(_triangles(self)))

    def sheets(self) -> list[Sheet]:
        """Return its layers, free to be changed."""
        return sheets_of(self.path)

    def scanned(self, **ways: object) -> "Host":
        """Return the same solid, scanned otherwise."""
        return dataclasses.replace(self, strategy=tuple({**self.ways, **ways}.items()))

    def doubled(self) -> "Host":
        """Return two of it side by side, each with a laser of its own."""
        return dataclasses.replace(self, twin=True)

    def with_peg(self) -> "Host":
        """Return it with a peg beside it."""
        return dataclasses.replace(self, pegged=True)

    def scaled(self, scale: float) -> "Host":
        """Return it larger in x and y."""
        return dataclasses.replace(self, scale=scale)


@cache
def _triangles(host: Host) -> Triangles:
    solid = SHAPES[host.shape](host.layers).scale((host.scale, host.scale, 1.0))
    if host.pegged:
        solid += box((10.0, -0.5, 0.0), (11.0, 0.5, height(host.layers)))
    return triangles_of(solid)


@cache
def _made(host: Host) -> Toolpath:
    strategy = dataclasses.replace(ScanStrategy(), **host.ways)
    part = read(stl_bytes(_triangles(host)))
    path = _plain(make_toolpath(part, strategy, default_process(layer_mm=LAYER_MM)))
    return _twins(path) if host.twin else path


def _plain(path: Toolpath) -> Toolpath:
    """Return a toolpath with its supports as a part of their own: 3MF tells them by that alone."""
    support = path.blocks.block_role == Role.SUPPORT
    blocks = dataclasses.replace(path.blocks, block_part=support.astype(np.int32))
    parts = (*path.parts, PathPart(number=2, name="supports"))[: 1 + int(support.any())]
    return dataclasses.replace(path, blocks=blocks, parts=parts)


def _twins(path: Toolpath) -> Toolpath:
    """Return a toolpath twice, side by side, each by a laser with a field around it."""
    sheets = sheets_of(path)
    for sheet in sheets:
        both = [
            Piece(
                one.points + np.array((side * TWIN_MM, 0.0)),
                dataclasses.replace(one.tag, laser=side),
            )
            for side in (0, 1)
            for one in sheet.pieces
        ]
        sheet.pieces = both
    half = TWIN_MM / 2
    lasers = tuple(
        LaserSource(
            name=f"laser {side + 1}",
            field_mm=((side * TWIN_MM - half, -half), (side * TWIN_MM + half, half)),
        )
        for side in (0, 1)
    )
    return path_of(sheets, path, lasers=lasers)


def _host(shape: str, layers: int, file_format: str, **strategy: object) -> Host:
    return Host(
        shape=shape, layers=layers, file_format=file_format, strategy=tuple(strategy.items())
    )


HOSTS = (
    _host("box", 20, "cli"),
    _host("tube", 18, "ilt", pattern="stripe", stripe_mm=5.0),
    _host("cone", 24, "ovf", contours=2),
    _host("star", 20, "3mf", rotation_deg=57.0, start_deg=10.0),
    _host("plate", 18, "cli-ascii", contours=2, contours_first=True),
    _host("cross", 20, "3mf", pattern="island", island_mm=3.0),
    _host("pillars", 20, "ilt", gas_flow_deg=90.0),
    _host("hexagon", 20, "ovf", pattern="stripe", stripe_mm=4.0, up_skin_layers=3),
    _host("angle", 18, "cli", outside_in=False, contours=3, gas_flow_deg=0.0),
    _host("wedge", 24, "cli-ascii", hatch_offset_mm=0.08),
    _host("twist", 20, "ovf", pattern="stripe", gas_flow_deg=180.0),
    _host("table", 36, "ovf", support_mm=1.0),
    _host("bridge", 36, "ilt", support_mm=0.8, pattern="stripe", stripe_mm=5.0),
    _host("mushroom", 36, "3mf", support_mm=1.0, contours_first=True),
    _host("balcony", 36, "ilt", support_mm=1.0, contours=2, down_skin_layers=2),
)
"""Every host, with a format of its own; faults that it cannot hold are planted in others."""
