"""path-layer-thickness: steps from layer to layer that are not those of one layer."""

import numpy as np
import pytest

from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.materials import default_process
from slicer_checks.toolpath import Toolpath
from tests.known_paths import small_path
from tests.set_paths import at_heights, needs_corpus, real_path, with_facts
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-layer-thickness"


def variants(path: Toolpath) -> list[tuple[str, object]]:
    """Return the severity and the variant of each finding."""
    return [(one.severity, one.params.get("variant", "")) for one in found(CODE, path)]


def test_even_layers_of_the_process_are_right() -> None:
    """Layers of 0.03 mm, at whatever height they begin, have no finding."""
    assert found(CODE, small_path(4)) == []
    assert found(CODE, at_heights(3.03, 3.06, 3.09)) == []
    assert found(CODE, at_heights(0.03)) == []


def test_a_step_of_several_layers_is_an_error() -> None:
    """The missing layers are counted, and the first step of several is told."""
    (finding,) = found(CODE, at_heights(0.03, 0.06, 0.12, 0.15, 0.24, 0.27))
    assert (finding.severity, finding.value) == ("error", 3.0)
    assert finding.params["layer"] == 2
    assert finding.where.layers == (2, 4)
    assert abs(float(finding.params["step_um"]) - 60.0) < 1e-6


def test_a_step_of_no_whole_number_of_layers_is_a_warning() -> None:
    """One micrometre is allowed; the worst step beyond it is told with the number of all."""
    assert found(CODE, at_heights(0.03, 0.06, 0.091, 0.121)) == []
    (finding,) = found(CODE, at_heights(0.03, 0.06, 0.0911, 0.1211, 0.1561))
    assert (finding.severity, finding.params["variant"]) == ("warning", "uneven")
    assert (finding.params["count"], finding.params["layer"]) == (2, 4)
    assert finding.value is not None
    assert abs(finding.value - 0.005) < 1e-9


def test_a_thickness_that_the_file_names_wrongly_is_a_warning() -> None:
    """The named thickness is held against the steps, not the steps against it."""
    assert variants(with_facts(small_path(4), layer_mm=0.03)) == []
    assert variants(with_facts(small_path(4), layer_mm=0.06)) == [("warning", "named")]


@pytest.mark.parametrize(
    ("layer_mm", "expected"),
    [(0.01, []), (0.0099, ["thin"]), (0.1, []), (0.1001, ["thick"])],
)
def test_a_thickness_outside_the_usual_range_is_a_warning(
    layer_mm: float, expected: list[str]
) -> None:
    """10 and 100 micrometres are kept; beyond them a warning is told."""
    told = variants(small_path(4, layer_mm))
    assert [variant for _, variant in told if variant != "process"] == expected


def test_another_thickness_than_the_process_is_a_warning() -> None:
    """A toolpath for another parameter set is told; of a planned build it is an error."""
    assert variants(small_path(4, 0.04)) == [("warning", "process")]
    process = default_process(layer_mm=0.03)
    report = check_toolpath(small_path(4, 0.06), None, process, planned=True)
    told = [one for one in report.findings if one.code == CODE]
    assert [(one.severity, one.limit) for one in told] == [("error", 0.001)]
    assert found(CODE, small_path(4, 0.04), process=default_process(layer_mm=0.04)) == []


def test_a_single_layer_is_judged_by_what_the_file_names() -> None:
    """Without a step the thickness is the named one."""
    assert variants(with_facts(small_path(1), layer_mm=0.2))[0] == ("warning", "thick")


def test_heights_in_single_precision_are_even() -> None:
    """Rounding of heights to 32 bits makes no finding, up to 300 mm."""
    z_mm = (300.0 + 0.03 * np.arange(4)).astype(np.float32).astype(np.float64)
    assert found(CODE, changed(layer_z_mm=z_mm)) == []


def test_layers_that_fall_have_a_check_of_their_own() -> None:
    """A step that does not rise is no uneven one."""
    assert found(CODE, at_heights(0.03, 0.03, 0.06, 0.09)) == []


@needs_corpus
def test_a_real_file_of_thick_layers_is_told() -> None:
    """A public file has layers of 0.15 mm: a warning, no error."""
    told = variants(real_path("s_MiniCooper_ex.cli"))
    assert told == [("warning", "thick"), ("warning", "process")]
