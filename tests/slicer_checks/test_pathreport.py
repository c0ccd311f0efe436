"""What a report says of a toolpath's size and time, in units in which it is not nothing."""

import dataclasses

import pytest

from slicer_checks.finding import Finding, Param, Where
from slicer_checks.pathreport import PathReport
from slicer_checks.texts import LANGUAGES, render
from tests.known_paths import small_path
from tests.set_paths import on_machine


def size_lines(factor: float, recoat_s: float = 0.0, lang: str = "en") -> list[str]:
    """Return the lines for the small toolpath, so many times as large, on a machine."""
    path = small_path(1)
    blocks = dataclasses.replace(path.blocks, points_mm=path.blocks.points_mm * factor)
    path = dataclasses.replace(path, blocks=blocks)
    process = on_machine(recoat_s)
    report = PathReport(toolpath=path, findings=(), process=process, layer_mm=0.03)
    return report.size_lines(lang)


def test_a_small_toolpath_is_told_in_millimetres_and_seconds() -> None:
    """Vectors of 144 mm are not 0 m long, and a fifth of a second is not 0 min."""
    size, time = size_lines(1.0)
    assert size == "Layers 1, each 0.030 mm; vectors 17, 144 mm long; jumps 22 mm."
    assert time == "By its vectors it takes 0.2 s, without heating up and cooling down."


def test_a_large_one_is_told_in_metres_and_minutes() -> None:
    """A metre and a minute are the least that is told so."""
    size, time = size_lines(100.0, recoat_s=120.0)
    assert size == "Layers 1, each 0.030 mm; vectors 17, 14 m long; jumps 2 m."
    assert time == "By its vectors it takes 2 min, without heating up and cooling down."
    assert "takes 2 h 00 min" in size_lines(1.0, recoat_s=7200.0)[1]
    assert "takes 1 min" in size_lines(1.0, recoat_s=60.0)[1]
    assert "takes 59.2 s" in size_lines(1.0, recoat_s=59.0)[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_has_both(lang: str) -> None:
    """No gap is left open in a line."""
    lines = [*size_lines(1.0, lang=lang), *size_lines(100.0, 120.0, lang)]
    assert not any("…" in one for one in lines)


def test_one_layer_is_one_layer() -> None:
    """The sentence on wide gaps holds for one layer and for more."""
    told = []
    for count in (1, 2):
        params: dict[str, Param] = {"variant": "wide", "layer": 0, "area_mm2": 3.0, "count": count}
        finding = Finding(
            code="path-uncovered",
            severity="error",
            value=5.0,
            limit=2.0,
            unit="%",
            where=Where(),
            params=params,
            sources=("proposal",),
        )
        told.append(render(finding).title)
    assert told[0].endswith("in all 1 layer is so by more than 2 %.")
    assert told[1].endswith("in all 2 layers are so by more than 2 %.")
