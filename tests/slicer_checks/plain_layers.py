"""Layers and a plain way to scan them, for the tests of made toolpaths."""

from slicer_checks.layerstack import LayerStack
from slicer_checks.read import read
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.slicing import slice_part
from tests.known_parts import Triangles, stl_bytes

LAYER_MM = 0.5
PLAIN = ScanStrategy(stripe_overlap_mm=0.0, island_overlap_mm=0.0, stripe_mm=3.0, island_mm=2.0)
"""Stripes and fields meet and do not overlap."""


def layers_of(triangles: Triangles, layer_mm: float = LAYER_MM) -> LayerStack:
    """Return the layers of triangles."""
    return slice_part(read(stl_bytes(triangles)), layer_mm)
