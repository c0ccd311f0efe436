"""Blocks and layers picked from toolpaths, with their points."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from slicer_checks.toolpath import Blocks, Floats, Longs, Toolpath

Places = npt.NDArray[np.intp]


def picked_points(points_mm: Floats, offsets: Longs, picks: Places) -> tuple[Floats, Longs]:
    """Return the points (N, 2) of the picked blocks in the order picked, and their offsets."""
    lengths = np.diff(offsets)[picks]
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    places = np.arange(ends[-1]) + np.repeat(offsets[picks] - ends[:-1], lengths)
    return points_mm[places], ends


def layers_between(toolpath: Toolpath, first: int, stop: int) -> Toolpath:
    """Return the layers from `first` up to `stop` as a toolpath, with all exposures and parts."""
    blocks = toolpath.blocks
    layer_offsets = blocks.layer_offsets[first : stop + 1]
    those = slice(layer_offsets[0], layer_offsets[-1])
    offsets = blocks.block_offsets[those.start : those.stop + 1]
    return replace(
        toolpath,
        blocks=Blocks(
            points_mm=blocks.points_mm[offsets[0] : offsets[-1]],
            block_offsets=offsets - offsets[0],
            block_shape=blocks.block_shape[those],
            block_role=blocks.block_role[those],
            block_direction=blocks.block_direction[those],
            block_exposure=blocks.block_exposure[those],
            block_part=blocks.block_part[those],
            block_laser=blocks.block_laser[those],
            layer_offsets=layer_offsets - layer_offsets[0],
            layer_z_mm=blocks.layer_z_mm[first:stop],
            block_pause_us=blocks.block_pause_us[those],
        ),
    )
