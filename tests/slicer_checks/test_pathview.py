"""Layers as packed arrays: what is unpacked is the toolpath, in its order and with its times."""

import struct
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from slicer_checks import default_process
from slicer_checks.pathclock import vector_times
from slicer_checks.pathtime import toolpath_time
from slicer_checks.pathview import NO_LASER, path_view
from slicer_checks.pictures.path_layer import KINDS, drawn_layer
from slicer_checks.toolpath import Toolpath
from tests.known_paths import small_path

PROCESS = default_process("316L")


def unpacked(path: Toolpath) -> tuple[dict[str, list[float]], list[dict[str, np.ndarray]]]:
    """Return the index and the arrays of each layer, read as the format is described."""
    times = toolpath_time(path, PROCESS.parameters, PROCESS.machines[0])
    view = path_view(path, times, PROCESS.parameters)
    offsets = np.frombuffer(view.layers, "<u8", len(path) + 1)
    layers = []
    for low, high in pairwise(offsets.tolist()):
        piece = view.layers[low:high]
        (count,) = struct.unpack_from("<I", piece)
        ends = np.frombuffer(piece, "<u2", 4 * count, 4).reshape(-1, 2, 2)
        assert len(piece) == 4 + 14 * count
        layers.append(
            {
                "ends_mm": view.index["low_mm"] + ends * view.index["step_mm"],
                "kinds": np.frombuffer(piece, np.uint8, count, 4 + 8 * count),
                "lasers": np.frombuffer(piece, np.uint8, count, 4 + 9 * count),
                "ends_s": np.frombuffer(piece, "<f4", count, 4 + 10 * count),
            }
        )
    assert int(offsets[-1]) == len(view.layers)
    return view.index, layers


def test_layers_come_back_as_they_are() -> None:
    """Ends within half a step, kinds, lasers and times, vector by vector."""
    path = small_path(3)
    index, layers = unpacked(path)
    ends_s = np.split(
        vector_times(path, PROCESS.parameters),
        np.cumsum([len(drawn_layer(path, layer).vectors) for layer in range(len(path))])[:-1],
    )
    assert len(layers) == len(path) == len(index["layers"])
    for number, layer in enumerate(layers):
        drawn = drawn_layer(path, number)
        assert np.abs(layer["ends_mm"] - drawn.vectors).max() <= index["step_mm"] / 2 + 1e-9  # type: ignore[operator]
        assert (layer["kinds"] == drawn.kinds).all()
        assert layer["ends_s"] == pytest.approx(ends_s[number], rel=1e-6)
        assert (
            np.bincount(layer["kinds"], minlength=len(KINDS)).tolist()
            == (
                index["layers"][number]["counts"]  # type: ignore[index]
            )
        )


def test_lasers_that_cannot_be_numbered_are_the_last_that_can() -> None:
    """Nobody is 255, and laser 300 is not taken for another that exists."""
    path = small_path(2)
    lasers = path.blocks.block_laser.copy()
    lasers[0], lasers[1] = -1, 300
    wide = replace(path, blocks=replace(path.blocks, block_laser=lasers), lasers=())
    (first, *_), *_rest = [layer["lasers"] for layer in unpacked(wide)[1]]
    assert first == NO_LASER
    assert 254 in np.concatenate([layer["lasers"] for layer in unpacked(wide)[1]])
