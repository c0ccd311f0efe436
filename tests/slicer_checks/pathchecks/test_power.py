"""path-power: power beyond what lasers give."""

import dataclasses
from math import inf, nan

import pytest

from slicer_checks.materials import default_process
from tests.known_paths import small_path
from tests.set_paths import HATCH, SUPPORT, with_set
from tests.slicer_checks.pathchecked import found

CODE = "path-power"


def test_usual_power_is_right() -> None:
    """100 W to 200 W are no finding."""
    assert found(CODE, small_path(4)) == []


@pytest.mark.parametrize(
    ("power_w", "expected"),
    [
        (50.0, []),
        (49.9, [("warning", "low")]),
        (500.0, []),
        (500.1, [("error", "machine")]),
        (700.0, [("error", "machine")]),
        (700.1, [("error", "machine"), ("warning", "high")]),
    ],
)
def test_each_limit_is_kept_or_passed(power_w: float, expected: list[tuple[str, str]]) -> None:
    """50 W and 700 W are the usual range, and 500 W what the machine gives."""
    told = found(CODE, with_set(HATCH, power_w=power_w))
    assert [(one.severity, one.params["variant"]) for one in told] == expected
    assert all(one.value == power_w for one in told)


def test_a_machine_has_its_own_laser() -> None:
    """285 W are too much for a machine class with 200 W, not for one with 400 W."""
    process, path = default_process(layer_mm=0.03), with_set(HATCH, power_w=285.0)
    machines = {one.name: one for one in process.machines}
    for name, expected in (("compact-98", ["machine"]), ("small-125", [])):
        on = dataclasses.replace(process, machines=(machines[name],))
        assert [one.params["variant"] for one in found(CODE, path, None, on)] == expected


def test_a_finding_tells_the_set_and_how_many_vectors_it_is_of() -> None:
    """Twelve hatches in each of four layers have the power of their set."""
    (finding,) = found(CODE, with_set(HATCH, power_w=600.0))
    told = {name: finding.params[name] for name in ("set", "sets", "vectors", "layers", "layer")}
    assert told == {"set": "hatch", "sets": 1, "vectors": 48, "layers": 4, "layer": 0}
    assert finding.where.layers == (0, 3)


def test_power_that_changes_along_a_vector_counts_at_its_highest() -> None:
    """The most that the file's own changes lead to is held against the machine."""
    (finding,) = found(CODE, with_set(SUPPORT, most_power_w=650.0))
    assert (finding.value, finding.params["set"]) == (650.0, "support")


@pytest.mark.parametrize("power_w", [nan, inf, 0.0])
def test_what_is_not_said_is_not_judged(power_w: float) -> None:
    """No number has no finding here, and no power at all has a check of its own."""
    assert found(CODE, with_set(HATCH, power_w=power_w)) == []


def test_a_set_without_a_name_is_called_by_its_number() -> None:
    """A finding always tells which set it is about, and shortens what a file may make long."""
    (finding,) = found(CODE, with_set(HATCH, name="", power_w=600.0))
    assert finding.params["set"] == "1"
    (finding,) = found(CODE, with_set(HATCH, name="é\n" * 1000, power_w=600.0))
    assert str(finding.params["set"]) == " ".join(["é"] * 20)
