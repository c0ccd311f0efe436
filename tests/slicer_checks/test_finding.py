"""Findings and places as values."""

import json
import math

import pytest

from slicer_checks.finding import Finding, Where


def test_a_place_becomes_a_json_document() -> None:
    """A place keeps layers, heights, box, faces and outlines as plain lists."""
    where = Where(
        layers=(1, 2),
        z_mm=(0.05, 0.1),
        bounds_mm=((0.0, 0.0, 0.0), (1.0, 2.0, 3.0)),
        faces=(4, 5),
        faces_total=9,
        polygons=(((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)),),
    )

    document = where.to_dict()

    assert json.loads(json.dumps(document)) == document
    assert document["layers"] == [1, 2]
    assert document["bounds_mm"] == [[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]]


def test_an_unknown_place_is_null() -> None:
    """What is not known about a place is null or empty."""
    assert Where().to_dict() == {
        "layers": None,
        "z_mm": None,
        "bounds_mm": None,
        "faces": [],
        "faces_total": 0,
        "polygons": [],
    }


def test_a_range_runs_from_low_to_high() -> None:
    """A range of layers that runs backwards is refused."""
    with pytest.raises(ValueError, match="low to high"):
        Where(layers=(3, 2))


def test_the_total_counts_the_listed_faces() -> None:
    """A total smaller than the list of faces is refused."""
    with pytest.raises(ValueError, match="faces_total"):
        Where(faces=(1, 2), faces_total=1)


def test_a_finding_has_finite_numbers() -> None:
    """A value that is not a number is refused, so that no report holds one."""
    with pytest.raises(ValueError, match="finite"):
        Finding(code="overhang", severity="warning", value=math.nan)


def test_a_finding_has_a_known_severity() -> None:
    """A severity that nobody knows is refused."""
    with pytest.raises(ValueError, match="error, warning, info"):
        Finding(code="overhang", severity="fatal")  # type: ignore[arg-type]


def test_parameters_are_read_only() -> None:
    """The parameters of a finding cannot be changed afterwards."""
    finding = Finding(code="overhang", severity="info", params={"regions": 1})

    with pytest.raises(TypeError):
        finding.params["regions"] = 2  # type: ignore[index]
