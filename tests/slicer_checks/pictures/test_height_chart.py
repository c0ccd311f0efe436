"""Charts over the height of a part."""

import numpy as np

from slicer_checks.pictures.height_chart import MOST_STEPS, Column, HeightChart, Mark
from tests.slicer_checks.pictures.pixels import hot_share

Z_MM = np.arange(0.05, 10.0, 0.1)
MARK = Mark(low_mm=2.0, high_mm=3.0, label="1")


def chart(layers: int = len(Z_MM), marks: tuple[Mark, ...] = (), lang: str = "en") -> HeightChart:
    """Return a chart of an area that grows from layer to layer."""
    z_mm = (np.arange(layers, dtype=np.float64) + 0.5) * 0.1
    areas = Column(title="Area (mm²)", values=z_mm * 1234.5)
    return HeightChart(
        z_mm=z_mm, columns=[areas], marks=marks, axis_title="Height z (mm)", lang=lang
    )


def test_the_same_values_give_the_same_svg() -> None:
    """A chart depends on its values alone, and its letters need no typeface where it is shown."""
    assert chart().svg() == chart().svg()
    assert "<text" not in chart().svg()
    assert chart().svg() != chart().svg("dark")


def test_findings_are_marked() -> None:
    """A finding's heights are tinted and numbered."""
    two = (MARK, Mark(low_mm=2.4, high_mm=2.6, label="2"))

    assert chart(marks=two).svg() != chart(marks=(MARK,)).svg() != chart().svg()
    assert hot_share(chart(marks=(MARK,)).png()) >= hot_share(chart().png()) == 0.0


def test_many_layers_are_joined() -> None:
    """A chart of a hundred thousand layers is as small as the picture needs."""
    assert len(chart(layers=100_000).svg()) < 2 * len(chart(layers=MOST_STEPS).svg())
    assert chart(layers=0).svg().startswith("<?xml")


def test_numbers_are_written_as_the_language_writes_them() -> None:
    """Thousands stand apart by a comma in English and by a point in Dutch."""
    assert chart(lang="nl").svg() != chart().svg()
