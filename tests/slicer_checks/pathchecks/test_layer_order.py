"""path-layer-order: layers that do not rise."""

import numpy as np
import pytest

from tests.known_paths import small_path
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-layer-order"


def test_rising_layers_are_right() -> None:
    """A toolpath whose layers rise has no finding."""
    assert found(CODE, small_path(4)) == []


@pytest.mark.parametrize("z_mm", [(0.03, 0.03, 0.06, 0.09), (0.03, 0.06, 0.05, 0.09)])
def test_a_layer_that_repeats_or_falls_is_an_error(z_mm: tuple[float, ...]) -> None:
    """It is told how many there are and where the first is."""
    (finding,) = found(CODE, changed(layer_z_mm=np.array(z_mm)))
    first = 1 if z_mm[1] == z_mm[0] else 2
    assert (finding.severity, finding.value) == ("error", 1.0)
    assert finding.params["first"] == first
    assert finding.where.layers == (first, first)
