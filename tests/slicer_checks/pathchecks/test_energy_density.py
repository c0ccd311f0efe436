"""path-energy-density: hatches with unusual energy per volume."""

import dataclasses
from math import nan

import numpy as np
import pytest

from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import built_in_materials, default_process
from slicer_checks.pathchecks import Subject
from slicer_checks.pathchecks.hatchsteps import hatch_mm
from slicer_checks.read import read
from slicer_checks.scanstrategy import PATTERNS, ScanStrategy
from slicer_checks.slicing import slice_part
from slicer_checks.texts import LANGUAGES, render
from slicer_checks.toolpath import Role, Toolpath
from tests.known_parts import cube, stl_bytes
from tests.known_paths import small_path
from tests.set_paths import HATCH, needs_corpus, real_path, with_facts, with_set
from tests.slicer_checks.pathchecked import changed, found

CODE = "path-energy-density"

LAYER_HATCH = 0.03 * 0.1
"""Layer times hatch distance of the small toolpath, in mm2."""


def at_energy(j_mm3: float) -> Toolpath:
    """Return the small toolpath with so much energy in its hatch, by its power at 1000 mm/s."""
    return with_set(HATCH, power_w=j_mm3 * 1000.0 * LAYER_HATCH, speed_mm_s=1000.0)


def test_a_published_set_is_right() -> None:
    """200 W, 800 mm/s, 0.1 mm and 0.03 mm are a dense set of 316L."""
    assert found(CODE, small_path(4)) == []


@pytest.mark.parametrize(
    ("j_mm3", "variant"), [(45.0, ""), (44.9, "low"), (180.0, ""), (180.1, "high")]
)
def test_the_window_of_the_material_is_kept_or_passed(j_mm3: float, variant: str) -> None:
    """45 to 180 J/mm3 are the window of 316L; beyond it a warning is told, never an error."""
    told = found(CODE, at_energy(j_mm3))
    params = [(one.severity, one.params["variant"]) for one in told]
    assert params == ([("warning", variant)] if variant else [])
    assert all(one.value is not None and abs(one.value - j_mm3) < 1e-6 for one in told)


def test_the_nearest_published_sets_are_named_with_their_papers() -> None:
    """Two sets of the material are told, the nearest first, in every language."""
    (finding,) = found(CODE, at_energy(20.0))
    first = str(finding.params["nearest"]).split("; ")[0]
    paper = "doi:10.1007/s00170-019-03928-3 (99.52 % dense, EP-M100T)"
    assert first == f"100 W, 925 mm/s, 60 µm, 20 µm: 90 J/mm³, {paper}"
    assert str(finding.params["nearest"]).count("doi:") == 2
    assert all(paper in render(finding, lang).fix for lang in LANGUAGES)


@pytest.mark.parametrize("material", sorted(built_in_materials()))
def test_no_built_in_set_is_warned_of(material: str) -> None:
    """Each published set, even one beyond the window, is known to have given dense samples."""
    for one in built_in_materials()[material].parameter_sets:
        process = default_process(material, layer_mm=one.layer_mm)
        path = with_set(
            HATCH,
            small_path(4, one.layer_mm),
            power_w=one.power_w or nan,
            speed_mm_s=one.hatch_speed_mm_s,
        )
        assert found(CODE, with_facts(path, hatch_mm=one.hatch_mm), process=process) == []


def test_another_material_has_another_window() -> None:
    """What is right for 316L is too much for AlSi10Mg."""
    process = default_process("AlSi10Mg", layer_mm=0.03)
    (finding,) = found(CODE, at_energy(120.0), process=process)
    assert (finding.params["variant"], finding.limit) == ("high", 105.8)


def test_a_material_without_a_window_is_not_judged() -> None:
    """Nothing is told where no samples were published."""
    process = default_process(layer_mm=0.03)
    other = dataclasses.replace(
        process,
        material=dataclasses.replace(process.material, name="Invar"),
        parameters=dataclasses.replace(process.parameters, material="Invar"),
    )
    assert found(CODE, at_energy(5.0), process=other) == []


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.UP_SKIN, Role.DOWN_SKIN])
def test_supports_and_skins_are_not_judged(role: Role) -> None:
    """The window is of the inside of parts."""
    path = at_energy(5.0)
    roles = path.blocks.block_role.copy()
    roles[1::3] = role
    assert found(CODE, changed(path, block_role=roles)) == []


@pytest.mark.parametrize("name", ["power_w", "speed_mm_s"])
def test_what_is_unsaid_makes_no_finding(name: str) -> None:
    """Without power or speed there is no energy to judge."""
    assert found(CODE, with_set(HATCH, at_energy(5.0), **{name: nan})) == []


def test_points_give_a_speed_where_none_is_said() -> None:
    """Point distance over point time is the speed then."""
    path = with_set(HATCH, at_energy(5.0), speed_mm_s=nan)
    path = with_set(HATCH, path, point_distance_um=60.0, point_time_us=60.0)
    (finding,) = found(CODE, path)
    assert finding.params["speed_mm_s"] == 1000.0


def test_the_hatch_distance_is_measured_where_the_file_names_none() -> None:
    """The median of made toolpaths is their distance, in every pattern; a single line has none."""
    layers = slice_part(read(stl_bytes(cube().triangles)), 0.5)
    for pattern in PATTERNS:
        path = make_toolpath(layers, ScanStrategy(pattern=pattern, hatch_mm=0.08))
        unnamed = with_facts(path, hatch_mm=nan)
        measured = hatch_mm(Subject(toolpath=unnamed, process=default_process()))
        assert abs(measured[1] - 0.08) < 1e-6
        assert np.isnan(measured[0])


@needs_corpus
def test_a_real_file_of_wide_hatch_is_told() -> None:
    """A public test cube has hatches 0.5 mm apart in layers of 0.1 mm: far too little energy."""
    (finding,) = found(CODE, real_path("testcubeEasy.ilt"))
    assert (finding.severity, finding.params["variant"]) == ("warning", "low")
    assert abs(float(finding.params["hatch_um"]) - 500.0) < 1.0


def test_powers_and_speeds_that_change_along_vectors_count_by_their_ends() -> None:
    """The set's own power is none that melts, where every vector has another."""
    ends = {"least_power_w": 200.0, "most_power_w": 210.0}
    assert found(CODE, with_set(HATCH, power_w=900.0, speed_mm_s=1000.0, **ends)) == []
    wide = {"least_power_w": 100.0, "most_power_w": 600.0}
    told = found(CODE, with_set(HATCH, power_w=200.0, speed_mm_s=1000.0, **wide))
    assert [one.params["variant"] for one in told] == ["low", "high"]
    assert [one.params["power_w"] for one in told] == [100.0, 600.0]
    slow = {**wide, "least_speed_mm_s": 500.0, "most_speed_mm_s": 2000.0}
    assert found(CODE, with_set(HATCH, power_w=200.0, speed_mm_s=1000.0, **slow)) == []
