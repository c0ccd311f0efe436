"""The check heat-build-up, and the warming that it asks."""

import dataclasses
from math import pi, sqrt, tanh

import numpy as np
import pytest

from slicer_checks import default_process
from slicer_checks.heatflow import rise_k
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import LAYER_MM, findings, with_limit
from tests.slicer_checks.layers import HEAT, stack_of


def test_a_bar_warms_as_conduction_says() -> None:
    """Without losses the rise is power times length over conductivity times area."""
    layers = stack_of(np.full(2000, 100.0), 0.05)
    power_w = 80.0 * 1.25 / 9.25

    assert rise_k(layers, HEAT)[-1] == pytest.approx(power_w * 0.1 / (15.0 * 100e-6), rel=1e-3)


def test_losses_make_it_a_fin() -> None:
    """With losses the rise at the tip is that of a fin, q tanh(m L) / (m k A)."""
    layers = stack_of(np.full(2000, 100.0), 0.05)
    lossy = dataclasses.replace(HEAT, loss_w_m2k=10.0)
    m = sqrt(10.0 * 0.04 / (15.0 * 100e-6))
    power_w = 80.0 * 1.25 / 9.25
    fin = power_w * tanh(m * 0.1) / (m * 15.0 * 100e-6)

    assert rise_k(layers, lossy)[-1] == pytest.approx(fin, rel=2e-3)


def test_supports_lead_heat_past_a_neck() -> None:
    """A head on a thin neck stays cooler where supports carry its rim."""
    layers = stack_of(np.concatenate((np.full(200, 10.0), np.full(20, 500.0))), 0.05)
    supported = dataclasses.replace(HEAT, support_fraction=0.15)

    assert rise_k(layers, supported)[-1] < 0.3 * rise_k(layers, HEAT)[-1]


@pytest.mark.parametrize(
    ("height_mm", "severity"), [(20.0, None), (60.0, "info"), (160.0, "warning")]
)
def test_a_tall_bar_runs_hot(height_mm: float, severity: str | None) -> None:
    """A bar of 20 mm square is a note from some height on, and then a warning."""
    found = findings("heat-build-up", box_triangles(20.0, 20.0, height_mm))

    assert [one.severity for one in found] == ([severity] if severity else [])


def test_aluminium_stays_cool() -> None:
    """The same bar in an alloy that leads heat nine times better is nothing."""
    bar = box_triangles(20.0, 20.0, 110.0)

    assert findings("heat-build-up", bar, held=default_process("AlSi10Mg", layer_mm=LAYER_MM)) == []


def test_the_hot_layers_are_placed() -> None:
    """The place runs from the first hot layer to the last; the bar is hottest at its top."""
    (finding,) = findings("heat-build-up", moved(box_triangles(20.0, 20.0, 60.0), z=5.0))

    assert finding.where.z_mm is not None
    assert finding.where.z_mm[1] == pytest.approx(60.0)
    assert finding.params["z_mm"] == pytest.approx(finding.where.z_mm[0], abs=0.05)
    assert finding.value == finding.params["rise_k"]


@pytest.mark.parametrize(("side_mm", "found"), [(176.0, False), (178.0, True)])
def test_a_layer_that_fills_the_platform_is_told(side_mm: float, found: bool) -> None:
    """40 % of the largest platform, 280 mm square, are 177 mm squared."""
    told = findings("heat-build-up", box_triangles(side_mm, side_mm, 1.0))

    assert [one.unit for one in told] == ["%"] * found


def test_without_power_or_material_there_is_no_heat() -> None:
    """A parameter set that does not tell its power makes no finding, nor do empty layers."""
    silent = with_limit("heat-absorbed", value=0.0)

    assert findings("heat-build-up", box_triangles(20.0, 20.0, 110.0), held=silent) == []
    assert len(rise_k(stack_of(np.zeros(0), 0.05), HEAT)) == 0
    assert pi > rise_k(stack_of(np.zeros(3), 0.05), HEAT)[-1]
