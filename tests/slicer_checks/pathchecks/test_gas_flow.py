"""path-gas-flow: vectors and layers that go with the flow of gas."""

import dataclasses

import numpy as np
import pytest

from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.process import Process
from slicer_checks.read import read
from slicer_checks.rules import RulePack
from slicer_checks.scanstrategy import Pattern, ScanStrategy
from slicer_checks.toolpath import Role
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import Points, hatches, small_path
from tests.slicer_checks.pathchecked import found
from tests.slicer_checks.pathdrawn import drawn, hatch, limited, turned

CODE = "path-gas-flow"


def flowing(degrees: float) -> Process:
    """Return the usual process with a direction of flow."""
    return limited("path-gas-flow-direction", value=degrees, level="steers")


def one_way(degrees: float, count: int = 40) -> Points:
    """Return hatches that all run one way, in the order of their lines."""
    points = hatches(count)
    points.reshape(-1, 4)[1::2] = points.reshape(-1, 4)[1::2][:, [2, 3, 0, 1]]
    return turned(points, degrees)


def test_without_a_direction_nothing_is_judged() -> None:
    """The check is off until a lab says where its gas flows to."""
    assert found(CODE, drawn([[hatch(one_way(0.0))]])) == []


def test_a_direction_for_one_machine_holds_there() -> None:
    """A lab gives it for a machine, and the check judges where that machine is the only one."""
    process = default_process(layer_mm=0.03)
    flow = dataclasses.replace(process.rules.limits["path-gas-flow-direction"], level="steers")
    rules = RulePack(
        name="own",
        version="1",
        limits=process.rules.limits,
        machines={"small-125": {"path-gas-flow-direction": flow}},
    )
    held = dataclasses.replace(process, rules=rules)
    only = dataclasses.replace(held, machines=(process.machine("small-125"),))
    path = drawn([[hatch(one_way(0.0))]])
    assert found(CODE, path, process=held) == []
    assert [one.params["variant"] for one in found(CODE, path, process=only)] == ["along"]


@pytest.mark.parametrize(
    ("degrees", "told"), [(0.0, 1), (14.9, 1), (345.1, 1), (15.1, 0), (90.0, 0), (180.0, 0)]
)
def test_vectors_that_go_with_the_flow(degrees: float, told: int) -> None:
    """Those within 15 degrees of it do; the other way round they go against it."""
    path = drawn([[hatch(turned(one_way(0.0), degrees + 30.0))]])
    along = [
        one for one in found(CODE, path, process=flowing(30.0)) if one.params["variant"] == "along"
    ]
    assert len(along) == told
    assert all((one.severity, one.value) == ("warning", 100.0) for one in along)


def test_a_few_of_them_are_let_pass() -> None:
    """Up to five in a hundred of the length."""
    for count, told in ((2, 0), (3, 1)):
        across = turned(one_way(0.0), 90.0)[: 2 * (40 - count)]
        path = drawn([[hatch(across)], [hatch(one_way(0.0, count))]])
        along = [one for one in found(CODE, path, process=flowing(0.0)) if one.unit == "%"]
        assert len(along) == told
        assert all(one.where.layers == (1, 1) for one in along)


def test_layers_that_are_scanned_with_the_flow() -> None:
    """Lines from upstream to downstream are a warning, against the flow they are right."""
    path = drawn([[hatch(hatches(40))], [hatch(hatches(40)[::-1])]])
    (finding,) = [
        one for one in found(CODE, path, process=flowing(90.0)) if one.params["variant"] == "order"
    ]
    assert finding.severity == "warning"
    assert finding.value == pytest.approx(1.0)
    assert (finding.params["count"], finding.where.layers) == (1, (0, 0))
    assert found(CODE, path, process=flowing(270.0))[0].where.layers == (1, 1)


def test_each_laser_has_an_order_of_its_own() -> None:
    """One laser upstream and one downstream do not make an order."""
    back = hatches(40)[::-1]
    beyond = np.add(back, (0.0, 50.0))
    path = drawn([[hatch(back, laser=0), hatch(beyond, laser=1)]])
    assert found(CODE, path, process=flowing(90.0)) == []
    one = drawn([[hatch(back, laser=0), hatch(beyond, laser=0)]])
    assert found(CODE, one, process=flowing(90.0)) != []


@pytest.mark.parametrize("pattern", ["meander", "stripe", "island"])
def test_made_toolpaths_go_against_the_flow_that_they_know(pattern: Pattern) -> None:
    """Most layers of one made for the flow are right, and of one made for the opposite wrong."""
    part = read(stl_bytes(box_triangles(30.0, 30.0, 0.6)), "mm")
    process = default_process(layer_mm=0.03)
    wrong = {}
    for flow_deg in (90.0, 270.0):
        strategy = ScanStrategy(pattern=pattern, gas_flow_deg=flow_deg, contours=0)
        path = make_toolpath(part, strategy, process)
        told = [one for one in found(CODE, path, process=flowing(90.0)) if one.unit != "%"]
        wrong[flow_deg] = sum(int(one.params["count"]) for one in told)
    assert wrong[90.0] <= 2
    assert wrong[270.0] >= 16


def test_too_little_to_tell() -> None:
    """Few vectors, those beside each other, supports and nothing have no order and no share."""
    flow = flowing(90.0)
    assert found(CODE, drawn([[hatch(hatches(19))]]), process=flow) == []
    assert found(CODE, drawn([[hatch(hatches(100, distance_mm=0.01))]]), process=flow) == []
    assert found(CODE, drawn([]), process=flow) == []
    assert found(CODE, drawn([[], [hatch(np.empty((0, 2)))]]), process=flow) == []
    along = drawn([[hatch(turned(hatches(4), 90.0), Role.SUPPORT)]])
    assert found(CODE, along, process=flow) == []
    assert found(CODE, small_path(2), process=flow) == []
