"""Published dense sets: from papers, one of each, and what they are told as."""

import re
from importlib import resources

import pytest

from benchmarks.published_sets import densest, written
from slicer_checks.materials import built_in_materials
from slicer_checks.publishedsets import published_sets
from tests.known_parts import CORPUS

SAMPLES = CORPUS / "buildtime" / "lpbf_relative_density_1579.xlsx"


@pytest.mark.parametrize("material", sorted(built_in_materials()))
def test_each_material_has_dense_sets_of_several_papers(material: str) -> None:
    """One set of a paper, at least 99 % dense, with numbers that a machine can have."""
    sets = published_sets(material)

    assert len(sets) >= 10
    assert len({one.doi for one in sets}) == len(sets)
    for one in sets:
        assert re.fullmatch(r"10\.[0-9]{4,9}/\S+", one.doi)
        assert 99.0 <= one.density_percent <= 100.0
        assert 20.0 <= one.power_w <= 1000.0
        assert 20.0 <= one.energy_j_mm3 <= 400.0
        assert 0.015 <= one.layer_mm <= 0.2


def test_a_set_is_told_in_numbers_and_units() -> None:
    """With its energy, its density, its machine where that has a name, and its paper."""
    told = {one.doi: one.told() for one in published_sets("316L")}

    paper = "doi:10.1007/s00170-019-03928-3 (99.52 % dense, EP-M100T)"
    assert told["10.1007/s00170-019-03928-3"] == f"100 W, 925 mm/s, 60 µm, 20 µm: 90 J/mm³, {paper}"
    assert told["10.1016/j.msea.2019.138455"].endswith("(99.45 % dense)")
    assert published_sets("Invar") == ()


@pytest.mark.skipif(not SAMPLES.exists(), reason="the collection of samples is not here")
def test_the_sets_are_those_of_the_collection() -> None:
    """Written anew from the samples, the file is the same."""
    kept = resources.files("slicer_checks") / "data" / "published_sets.toml"
    assert written(densest(SAMPLES)) == kept.read_text(encoding="utf-8")
