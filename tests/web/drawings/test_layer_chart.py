"""The chart of area over height: peaks survive joining, the table says the same."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from web.drawings.axis import ticks
from web.drawings.layer_chart import (
    Highlight,
    LayerChartWords,
    layer_chart,
    layer_edges,
    layer_summary,
    thin,
)

WORDS = LayerChartWords(title="Area per layer", description="Least 10, most 20 mm²")


def of_class(drawn: str, word: str) -> list[ET.Element]:
    """Give every element of the drawing that carries a class."""
    root = ET.fromstring(drawn)  # noqa: S314  our own drawing
    return [node for node in root.iter() if word in (node.get("class") or "").split()]


def test_layers_reach_half_a_layer_around_their_plane() -> None:
    """Slice planes in the middle of 0.03 mm layers give borders at whole layers."""
    assert layer_edges(np.array([0.015, 0.045, 0.075])) == pytest.approx([0, 0.03, 0.06, 0.09])
    assert layer_edges(np.array([0.015])) == pytest.approx([0, 0.03])


def test_a_step_stands_at_its_height() -> None:
    """Two layers of 10 and 20 mm²: the second half of the chart is at the top tick."""
    line = of_class(layer_chart([0.5, 1.5], [10, 20], words=WORDS), "chart-line")[0].get("d", "")
    numbers = [float(word) for word in re.findall(r"-?\d+\.?\d*", line)]

    left, base, low, middle, high, right, end = numbers
    assert (left, right, middle) == (64, 708, 386)
    assert (base - low) * 2 == pytest.approx(base - high)
    assert end == base


def test_joining_layers_keeps_the_peak_and_the_gap() -> None:
    """One layer of 5,000 that is largest and one that is empty stay visible."""
    areas = np.full(5000, 100.0)
    areas[1234], areas[4321] = 900.0, 0.0
    edges = np.linspace(0, 150, 5001)
    kept_edges, kept = thin(edges, areas)

    assert kept.size == 600
    assert (kept.max(), kept.min()) == (900.0, 0.0)
    assert (kept_edges[0], kept_edges[-1]) == (0, 150)
    assert bool((np.diff(kept_edges) > 0).all())


def test_few_layers_are_drawn_as_they_are() -> None:
    """Nothing is joined where there is a pixel for each layer."""
    edges, areas = np.linspace(0, 3, 4), np.array([1.0, 2.0, 3.0])

    assert thin(edges, areas)[1].tolist() == [1, 2, 3]


def test_a_highlight_marks_its_heights_and_names_itself() -> None:
    """A thin range is still visible, and its title says what it is."""
    mark = Highlight(low_mm=1.0, high_mm=1.0, label="Island <1>", severity="error")
    node = of_class(
        layer_chart([0.5, 1.5], [10, 20], words=WORDS, highlights=[mark]), "chart-highlight-error"
    )[0]
    band = node[1]

    assert node[0].text == "Island <1>"
    assert (float(band.get("x", "")), float(band.get("width", ""))) == (385, 2)


def test_the_axes_carry_units_and_the_drawing_its_name() -> None:
    """Both axes say what they measure and in which unit."""
    drawn = layer_chart([0.5], [10], words=WORDS)

    units = [node.text for node in of_class(drawn, "chart-unit")]
    assert units == ["Height z (mm)", "Area per layer (mm²)"]
    assert of_class(drawn, "chart")[0].get("role") == "img"
    assert "style=" not in drawn


def test_a_part_without_layers_draws_empty_axes() -> None:
    """No layer is not an error of the drawing."""
    assert "chart-area" in layer_chart([], [], words=WORDS)
    assert layer_summary([], []) == ()


def test_the_summary_covers_every_layer_once() -> None:
    """Twelve slabs of 100 layers, with least, mean and greatest area."""
    z_mm = [0.5 * layer + 0.25 for layer in range(100)]
    rows = layer_summary(z_mm, np.arange(100.0))

    assert [rows[0].first_layer, rows[-1].last_layer] == [1, 100]
    assert sum(row.last_layer - row.first_layer + 1 for row in rows) == 100
    assert rows[0].area_min_mm2 == 0
    assert rows[-1].area_max_mm2 == 99
    assert rows[-1].high_mm == pytest.approx(50)


@pytest.mark.parametrize(
    ("largest", "expected"),
    [
        (10.0, (0, 2, 4, 6, 8, 10)),
        (0.0, (0, 1)),
        (1330.0, (0, 500, 1000, 1500)),
        (float("nan"), (0, 1)),
    ],
)
def test_ticks_are_round_and_cover_the_largest(largest: float, expected: tuple[float, ...]) -> None:
    """Steps are 1, 2 or 5 times a power of ten."""
    assert ticks(largest) == pytest.approx(expected)
