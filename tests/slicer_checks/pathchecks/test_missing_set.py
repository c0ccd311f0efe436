"""path-missing-set: vectors without laser parameters."""

import dataclasses
from math import nan

import numpy as np
import pytest

from slicer_checks import make_toolpath, read, read_toolpath, write_toolpath
from slicer_checks.exposure import Exposure
from slicer_checks.materials import default_process
from slicer_checks.texts import LANGUAGES, render
from slicer_checks.toolpath import NOBODY, Shape, Toolpath
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import small_path
from tests.set_paths import (
    HATCH,
    UNSAID,
    needs_corpus,
    real_names,
    real_path,
    with_facts,
    with_set,
)
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-missing-set"


def silent(file_format: str, *, all_of_them: bool = False) -> Toolpath:
    """Return a toolpath of a format whose set of hatch, or every set, says nothing."""
    path = with_facts(small_path(4), file_format=file_format)
    sets = [Exposure(name=one.name) if all_of_them else one for one in path.exposures]
    sets[HATCH] = UNSAID
    return dataclasses.replace(path, exposures=tuple(sets))


def test_vectors_with_sets_are_right() -> None:
    """All vectors of the small toolpath have one."""
    assert found(CODE, small_path(4)) == []


def test_vectors_that_name_no_set_are_a_warning() -> None:
    """They are counted where others have one."""
    exposure = small_path(4).blocks.block_exposure.copy()
    exposure[4::3] = NOBODY
    (finding,) = found(CODE, changed(block_exposure=exposure))
    assert (finding.severity, finding.value) == ("warning", 36.0)
    assert (finding.params["variant"], finding.params["layer"]) == ("unset", 1)
    assert finding.where.layers == (1, 3)


def test_a_file_without_any_set_has_its_parameters_in_the_machine() -> None:
    """CLI names none, and that is no fault."""
    path = changed(block_exposure=small_path(4).blocks.block_exposure * 0 + NOBODY)
    assert found(CODE, dataclasses.replace(path, exposures=())) == []


@pytest.mark.parametrize("file_format", ["ovf", "ilt", "cli-plus", "3mf-toolpath"])
def test_a_set_that_says_nothing_is_an_error_in_formats_with_parameters(file_format: str) -> None:
    """The vectors that use it are counted, with its name."""
    (finding,) = found(CODE, silent(file_format))
    assert (finding.severity, finding.value) == ("error", 48.0)
    assert (finding.params["variant"], finding.params["set"]) == ("silent", "hatch")


def test_a_set_that_says_nothing_is_none_elsewhere() -> None:
    """Formats without parameters have sets by name alone."""
    assert found(CODE, silent("made")) == []


def test_an_archive_without_parameters_has_them_in_the_machine() -> None:
    """ILT may leave its parameters out for all sections, and OVF may not."""
    assert found(CODE, silent("ilt", all_of_them=True)) == []
    assert [one.value for one in found(CODE, silent("ovf", all_of_them=True))] == [68.0]


@pytest.mark.parametrize("file_format", ["ovf", "ilt", "cli-plus", "3mf-toolpath"])
@pytest.mark.parametrize(
    ("number", "variant"), [("power_w", "power"), ("speed_mm_s", "speed")], ids=["power", "speed"]
)
def test_a_set_that_lacks_one_number_is_a_warning(
    file_format: str, number: str, variant: str
) -> None:
    """A set without power, or without speed, is told apart from one that says nothing."""
    path = with_facts(with_set(HATCH, **{number: nan}), file_format=file_format)
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.value) == ("warning", 48.0)
    assert (finding.params["variant"], finding.params["set"]) == (variant, "hatch")
    for lang in LANGUAGES:
        assert "…" not in "".join(dataclasses.astuple(render(finding, lang)))


def test_power_along_vectors_and_points_in_a_row_are_said_as_well() -> None:
    """They stand for a power and for a speed; single points need no speed."""
    along = with_set(HATCH, power_w=nan, most_power_w=200.0)
    pointwise = with_set(HATCH, speed_mm_s=nan, point_distance_um=60.0, point_time_us=60.0)
    dots = with_set(HATCH, speed_mm_s=nan)
    shapes = np.where(dots.blocks.block_exposure == HATCH, Shape.POINTS, dots.blocks.block_shape)
    dots = changed(dots, block_shape=shapes.astype(np.uint8))
    for path in (along, pointwise, dots):
        assert found(CODE, with_facts(path, file_format="ovf")) == []


def test_a_toolpath_of_a_set_without_power_is_not_said_to_have_0_w() -> None:
    """Some published sets name no power; written as OVF and read, it is still unsaid."""
    made = make_toolpath(
        read(stl_bytes(box_triangles(3.0, 3.0, 0.2))), process=default_process(layer_mm=0.04)
    )
    path = read_toolpath(write_toolpath(made, "ovf").data)
    assert found("path-zero-power", path) == []
    (finding,) = found(CODE, path)
    assert (finding.severity, finding.params["variant"]) == ("warning", "power")


@needs_corpus
@pytest.mark.parametrize("name", real_names())
def test_real_files_have_their_sets(name: str) -> None:
    """No public CLI or ILT file lacks one."""
    assert found(CODE, real_path(name)) == []
