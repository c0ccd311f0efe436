"""What of a part's layers contours leave out: walls and pins thinner than the melt track."""

from dataclasses import replace

import numpy as np
from manifold3d import CrossSection, FillRule

from slicer_checks.hatching.layerregions import layer_regions
from slicer_checks.layerstack import LayerStack
from slicer_checks.scanstrategy import ScanStrategy
from slicer_checks.thinpieces import may_lack, pieces_beyond
from slicer_checks.toolpath import Floats


def left_out_mm2(layers: LayerStack, strategy: ScanStrategy, least_mm2: float) -> Floats:
    """Return the area of each layer (L) in pieces that no contour goes round.

    Contours lie inside by half the track, so what is thinner than it is none of theirs. Pieces
    begin a track away from what the contours enclose; those below an area do not count.
    """
    beam_mm = strategy.beam_mm
    areas = np.zeros(len(layers))
    plain = replace(strategy, contours=1, hatch_offset_mm=0.0)
    for layer, region in enumerate(layer_regions(layers, plain)):
        inside = region.hatched
        if may_lack(float(layers.union_area_mm2[layer]), inside, beam_mm / 2, least_mm2):
            block = layers.outlines.contours_at(layer, united=True)
            outline = CrossSection(block.rings(layer), FillRule.Positive)
            areas[layer] = pieces_beyond(outline, inside, beam_mm, least_mm2).area()
    return areas
