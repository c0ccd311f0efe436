"""Materials, machines and processes."""

import dataclasses
from dataclasses import replace

import pytest

from slicer_checks import (
    Machine,
    Material,
    ParameterSet,
    Platform,
    SlicerChecksError,
    default_process,
)
from slicer_checks.materials import built_in_materials, example_machines

ROUND = Platform(shape="circle", diameter_mm=100.0, margin_mm=2.0)


def test_five_materials_are_built_in_each_with_a_source() -> None:
    """The five common alloys are there; densities and parameters name their source."""
    stock = built_in_materials()

    assert set(stock) == {"316L", "AlSi10Mg", "Ti6Al4V", "IN718", "1.2709"}
    assert all(one.material.source for one in stock.values())
    assert all(
        row.source.startswith("doi:") or row.sheet_source
        for one in stock.values()
        for row in one.parameter_sets
    )


@pytest.mark.parametrize(
    ("name", "cm3_per_h"),
    [("316L", 8.6), ("AlSi10Mg", 19.4), ("Ti6Al4V", 23.8), ("IN718", 12.7), ("1.2709", 19.9)],
)
def test_parameters_give_the_published_rate(name: str, cm3_per_h: float) -> None:
    """Hatch x speed x layer of each set is the build rate published with it."""
    laser = default_process(name).parameters
    rate_mm3_s = laser.hatch_mm * laser.hatch_speed_mm_s * laser.layer_mm

    assert rate_mm3_s * 3.6 == pytest.approx(cm3_per_h, abs=0.06)


def test_the_default_is_316l_at_its_own_layer() -> None:
    """Without a choice the process is 316L at 0.03 mm."""
    process = default_process()

    assert process.material.name == "316L"
    assert process.layer_mm == 0.03


def test_no_set_is_faster_than_its_data_sheet() -> None:
    """The AlSi10Mg set of 5.4 mm³/s hatches at the 5.1 mm³/s of the sheet for its layer."""
    laser = default_process("AlSi10Mg").parameters

    assert laser.volume_rate_mm3_s == pytest.approx(5.1)
    assert laser.rated_speed_mm_s < laser.hatch_speed_mm_s


def test_each_layer_has_its_own_set_where_one_is_published() -> None:
    """Asked for a layer that has a set of its own, that set is taken, the usual one without."""
    sets = [default_process("316L", layer_mm).parameters.name for layer_mm in (0.02, 0.04, 0.05)]

    assert sets == ["316L-20", "316L-40", "316L-50"]
    assert default_process("316L").parameters.name == "316L-30"
    assert all(len(stock.parameter_sets) >= 3 for stock in built_in_materials().values())


def test_another_layer_keeps_the_speeds() -> None:
    """A layer that no set is made for takes the nearest set's speeds."""
    process = default_process("316L", 0.033)

    assert process.layer_mm == 0.033
    assert process.parameters.hatch_speed_mm_s == 800.0


@pytest.mark.parametrize(
    ("material", "layer_mm", "code"),
    [("unobtainium", None, "material-unknown"), ("316L", 0.0, "layer-not-positive")],
)
def test_what_does_not_exist_is_refused(material: str, layer_mm: float | None, code: str) -> None:
    """An unknown material and an impossible layer are refused with a code."""
    with pytest.raises(SlicerChecksError) as caught:
        default_process(material, layer_mm)

    assert caught.value.code == code


def test_a_machine_is_found_by_name() -> None:
    """A process gives its machine of a name, and refuses a name it does not have."""
    process = default_process()

    assert process.machine("standard-250").height_mm == 285.0
    with pytest.raises(SlicerChecksError, match="no machine nowhere") as caught:
        process.machine("nowhere")
    assert caught.value.code == "machine-unknown"


@pytest.mark.parametrize("name", ["Standard 250", "standard250", "STANDARD_250", "standard-250"])
def test_a_name_is_compared_without_case_blanks_and_hyphens(name: str) -> None:
    """As it is typed on a command line; the very name goes first."""
    process = default_process()
    assert process.machine(name).name == "standard-250"
    twins = tuple(replace(process.machines[0], name=one) for one in ("a b", "A-B"))
    assert replace(process, machines=twins).machine("A-B").name == "A-B"


def test_each_laser_has_a_field_or_none() -> None:
    """A field is a box that is no line."""
    machine = default_process().machines[0]
    field = ((0.0, 0.0), (100.0, 100.0))
    assert replace(machine, lasers=2, laser_fields_mm=(field, field)).laser_fields_mm
    for fields_mm in ((field,), (field, ((0.0, 0.0), (0.0, 100.0)))):
        with pytest.raises(ValueError, match="scan field"):
            replace(machine, lasers=2, laser_fields_mm=fields_mm)


def test_example_machines_grow() -> None:
    """The examples run from small to large, so that the first that fits is the smallest."""
    areas = [machine.platform.area_mm2 for machine in example_machines()]

    assert areas == sorted(areas)


def test_a_round_plate_has_the_area_of_a_circle() -> None:
    """The powder bed of a round plate is pi/4 d²."""
    assert ROUND.area_mm2 == pytest.approx(7853.98, abs=0.01)


def test_impossible_values_are_refused() -> None:
    """A plate smaller than its margins, a machine without height and the like do not exist."""
    with pytest.raises(ValueError, match="diameter_mm is above 0"):
        Platform(shape="circle", diameter_mm=3.0, margin_mm=2.0)
    with pytest.raises(ValueError, match="width_mm is above 0"):
        Platform()
    with pytest.raises(ValueError, match="height_mm is above 0"):
        Machine(name="flat", platform=ROUND, height_mm=0.0)
    with pytest.raises(ValueError, match="recoat_s is not below 0"):
        Machine(name="back", platform=ROUND, height_mm=1.0, recoat_s=-1.0)
    with pytest.raises(ValueError, match="density_g_cm3 is above 0"):
        Material(name="air", density_g_cm3=0.0)
    with pytest.raises(ValueError, match="room_above_packing"):
        Material(name="solid", density_g_cm3=8.0, packing_fraction=1.2)


def test_contours_take_the_hatch_speed_when_none_is_given() -> None:
    """A set without a contour speed scans contours as fast as hatches."""
    parameters = ParameterSet(
        name="x", material="316L", layer_mm=0.03, hatch_mm=0.1, hatch_speed_mm_s=900.0
    )

    assert parameters.contour_speed_mm_s == 900.0


def test_a_process_holds_together() -> None:
    """Parameters belong to the material, and there is at least one machine."""
    process = default_process()

    with pytest.raises(ValueError, match="not for 316L"):
        dataclasses.replace(process, parameters=default_process("IN718").parameters)
    with pytest.raises(ValueError, match="at least one machine"):
        dataclasses.replace(process, machines=())
