"""path-empty-layer: layers without vectors."""

import dataclasses

import numpy as np

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.toolpath import Shape, Toolpath
from tests.known_paths import small_path, square
from tests.slicer_checks.pathchecked import found

CODE = "path-empty-layer"


def path_of(filled: tuple[bool, ...]) -> Toolpath:
    """Return a toolpath with a square in some of its layers."""
    draft = BlockDraft()
    for number, full in enumerate(filled):
        draft.layer(0.03 * (number + 1))
        if full:
            draft.block(square(), Tag(shape=Shape.POLYLINE))
    return dataclasses.replace(small_path(1), blocks=draft.blocks())


def test_full_layers_are_right() -> None:
    """A toolpath with vectors in all layers has no finding."""
    assert found(CODE, path_of((True, True, True))) == []


def test_an_empty_layer_between_others_is_an_error() -> None:
    """Those between are errors, those at the ends a warning, each with its first layer."""
    between, ends = found(CODE, path_of((False, True, False, False, True, False)))
    assert (between.severity, between.value, between.where.layers) == ("error", 2.0, (2, 3))
    assert (ends.severity, ends.value, ends.where.layers) == ("warning", 2.0, (0, 5))


def test_a_toolpath_without_any_vector_is_for_another_check() -> None:
    """Nothing lies between layers that have vectors, or beyond them, when none has."""
    assert found(CODE, path_of((False, False))) == []


def test_a_single_point_is_no_vector() -> None:
    """A polyline of one point exposes nothing."""
    path = path_of((True, True, True))
    points = path.blocks.points_mm.copy()
    draft = BlockDraft()
    for number in range(3):
        draft.layer(0.03 * (number + 1))
        ring = points[:5] if number != 1 else np.array([(0.0, 0.0)])
        draft.block(ring, Tag(shape=Shape.POLYLINE))
    (finding,) = found(CODE, dataclasses.replace(path, blocks=draft.blocks()))
    assert finding.where.layers == (1, 1)
