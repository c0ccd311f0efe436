"""Time, mass, powder and price."""

import dataclasses
import json
import math
from importlib import resources

import jsonschema
import numpy as np
import pytest

from slicer_checks import Machine, ParameterSet, Platform, Process, default_process, estimate
from slicer_checks.calibration import CALIBRATED
from slicer_checks.layertime import LASER_SHARES
from slicer_checks.materials import built_in_materials
from slicer_checks.spread import width_words
from tests.slicer_checks.layers import stack_of

BENCH = Machine(
    name="bench",
    platform=Platform(width_mm=100.0, depth_mm=100.0),
    height_mm=100.0,
    recoat_s=10.0,
    warm_up_s=600.0,
    cool_down_s=900.0,
    rate_eur_per_h=36.0,
)
ROUND_NUMBERS = ParameterSet(
    name="round numbers",
    material="316L",
    layer_mm=0.05,
    hatch_mm=0.1,
    hatch_speed_mm_s=1000.0,
    contours=1,
    contour_speed_mm_s=500.0,
    jump_speed_mm_s=5000.0,
    delay_per_vector_us=100.0,
    stripe_mm=0.0,
)
CUBE = stack_of(np.full(200, 100.0), 0.05)


@pytest.fixture
def process() -> Process:
    """316L with round numbers on one machine."""
    return dataclasses.replace(
        default_process("316L"), parameters=ROUND_NUMBERS, machines=(BENCH,), setup_eur=5.0
    )


def test_a_cube_takes_the_time_worked_out_by_hand(process: Process) -> None:
    """A cube of 10 mm at 0.05 mm: each share of the time is the formula's, by hand."""
    result = estimate(CUBE, process)
    vectors = 40 / (math.pi * 0.1)  # 127.3 chords of a perimeter of 40 mm at 0.1 mm

    assert result.breakdown["warm_up_s"] == 600.0
    assert result.breakdown["recoat_s"] == 2000.0
    assert result.breakdown["scan_s"] == pytest.approx(200 * (100 / 0.1 / 1000 + 40 / 500))
    assert result.breakdown["jump_s"] == pytest.approx(200 * (vectors * 0.1 + 10) / 5000)
    assert result.breakdown["delay_s"] == pytest.approx(200 * (vectors + 1) * 1e-4)
    assert result.breakdown["support_s"] == 0.0
    assert result.breakdown["cool_down_s"] == 900.0
    assert result.time_s == math.fsum(result.breakdown.values())
    assert result.time_s == pytest.approx(600 + 2000 + 216 + 0.909296 + 2.566479 + 900, abs=1e-5)


def test_a_machine_with_its_own_set_up_fee_costs_that(process: Process) -> None:
    """The fee of the machine comes before the fee of the lab; one without takes the lab's."""
    dear = dataclasses.replace(BENCH, setup_eur=200.0)
    own = estimate(CUBE, dataclasses.replace(process, machines=(dear,)))

    assert own.cost_eur == pytest.approx(estimate(CUBE, process).cost_eur + 195.0)


def test_a_cube_costs_what_its_hours_and_its_powder_cost(process: Process) -> None:
    """Mass is volume times density; powder adds the loss; the price adds hours and set-up."""
    result = estimate(CUBE, process)

    assert result.mass_g == pytest.approx(7.97)
    assert result.support_mass_g == 0.0
    assert result.powder_g == pytest.approx(7.97 * 1.1)
    assert result.powder_bed_g == pytest.approx(100 * 0.55 * 7.97)
    assert result.cost_eur == pytest.approx(
        result.time_s / 3600 * 36 + 7.97 * 1.1 / 1000 * 45 + 5, rel=1e-12
    )


def test_supports_are_columns_from_the_platform(process: Process) -> None:
    """An overhang of 20 mm² whose layer begins at 5 mm is held by 100 mm³, 15 % of it metal."""
    overhang = np.zeros(200)
    overhang[100] = 20.0
    result = estimate(stack_of(np.full(200, 100.0), 0.05, overhang_mm2=overhang), process)

    assert result.support_mass_g == pytest.approx(0.15 * 20 * 5 / 1000 * 7.97)
    assert result.breakdown["support_s"] == pytest.approx(0.15 * 20 * 5 / (0.1 * 1000 * 0.05))


def test_stripes_add_their_overlap_and_their_vectors(process: Process) -> None:
    """In stripes of 5 mm that overlap by 0.1 mm, 1,000 mm of hatch become 1,020 mm in 200 more."""
    striped = dataclasses.replace(ROUND_NUMBERS, stripe_mm=5.0, stripe_overlap_mm=0.1)
    plain = estimate(CUBE, process).breakdown
    result = estimate(CUBE, dataclasses.replace(process, parameters=striped)).breakdown

    assert result["scan_s"] - plain["scan_s"] == pytest.approx(200 * 20 / 1000)
    assert result["delay_s"] - plain["delay_s"] == pytest.approx(200 * 200 * 1e-4)
    assert result["jump_s"] - plain["jump_s"] == pytest.approx(200 * 200 * 0.1 / 5000)


def test_the_seconds_of_each_layer_add_up(process: Process) -> None:
    """With warm-up and cool-down the layers take the whole time; a larger layer takes longer."""
    area_mm2 = np.full(200, 100.0)
    area_mm2[50] = 400.0
    result = estimate(stack_of(area_mm2, 0.05), process)

    assert result.layer_s.sum() + 600 + 900 == pytest.approx(result.time_s)
    assert result.layer_s.argmax() == 50
    assert not result.layer_s.flags.writeable


def test_copies_share_warm_up_recoating_and_cooling(process: Process) -> None:
    """Five copies take five times the laser's time, and everything else once."""
    one, five = estimate(CUBE, process), estimate(CUBE, process, copies=5)

    assert one.build_s == five.build_s == 600 + 2000 + 900
    assert five.scan_time_s == pytest.approx(one.scan_time_s)
    assert five.time_s == pytest.approx(one.build_s + 5 * one.scan_time_s)
    assert five.mass_g == one.mass_g
    assert five.cost_eur < 2 * one.cost_eur


def test_two_lasers_halve_the_laser_time(process: Process) -> None:
    """Lasers share scanning, jumps and delays; recoating does not get faster."""
    one = estimate(CUBE, process)
    two = estimate(CUBE, process, machine=dataclasses.replace(BENCH, lasers=2))

    assert two.scan_time_s == pytest.approx(one.scan_time_s / 2)
    assert two.breakdown["recoat_s"] == one.breakdown["recoat_s"]


def test_what_the_scheduler_needs_is_there(process: Process) -> None:
    """The share of one copy, the layers and the height can be read off."""
    result = estimate(CUBE, process)

    assert result.scan_time_s == math.fsum(result.breakdown[name] for name in LASER_SHARES)
    assert result.layers_count == 200
    assert result.height_mm == pytest.approx(10.0)


RATED = [
    laser
    for stock in built_in_materials().values()
    for laser in stock.parameter_sets
    if laser.sheet_rate_mm3_s
]


@pytest.mark.parametrize("laser", RATED, ids=lambda laser: laser.name)
@pytest.mark.parametrize("lasers", [1, 4])
def test_no_estimate_is_below_the_data_sheets_rate(laser: ParameterSet, lasers: int) -> None:
    """Volume over the data sheet's volume rate plus recoating is least, for each set that has one.

    Wide layers are the hardest case: nothing but hatching counts in them.
    """
    machine = dataclasses.replace(BENCH, lasers=lasers)
    process = dataclasses.replace(
        default_process(laser.material, laser.layer_mm), machines=(machine,)
    )
    for side_mm in (1.0, 10.0, 300.0):
        layers = stack_of(np.full(100, side_mm**2), laser.layer_mm)
        least_s = layers.volume_mm3 / laser.sheet_rate_mm3_s / lasers + 100 * 10.0
        result = estimate(layers, process)

        assert process.parameters == laser
        assert result.layer_s.sum() >= least_s
        assert result.time_low_s < result.time_s


def test_data_sheets_rate_many_sets() -> None:
    """Sheets of 316L, AlSi10Mg and Ti6Al4V give rates for six layer thicknesses at least."""
    assert {(laser.material, laser.layer_mm) for laser in RATED} >= {
        ("316L", 0.02),
        ("316L", 0.04),
        ("AlSi10Mg", 0.03),
        ("AlSi10Mg", 0.06),
        ("Ti6Al4V", 0.03),
    }


def test_the_interval_says_what_makes_it_wide(process: Process) -> None:
    """The share that widens the interval most is named, with its share in percent."""
    solid = estimate(stack_of(np.full(200, 5000.0), 0.05), process)
    thin = estimate(stack_of(np.full(200, 1.0), 0.05), process)
    overhang = np.full(200, 900.0)
    held = estimate(stack_of(np.full(200, 100.0), 0.05, overhang_mm2=overhang), process)

    assert solid.width_code == "laser-uncalibrated"
    assert thin.width_code == "recoat-uncalibrated"
    assert held.width_code == "support-uncalibrated"
    assert 50 < float(thin.width_params["share_percent"]) <= 100
    assert solid.time_low_s < solid.time_s < solid.time_high_s


def test_a_narrow_interval_is_not_called_wide(process: Process) -> None:
    """Where its ends are near each other the summary and the documents say nothing of its width."""
    found = estimate(CUBE, process)
    assert "interval is wide" in found.summary()
    narrow = dataclasses.replace(
        found, time_low_s=0.99 * found.time_s, time_high_s=1.05 * found.time_s
    )
    assert "interval is wide" not in narrow.summary()
    assert width_words(narrow.to_dict(), "nl") == ""
    measured = dataclasses.replace(
        narrow,
        width_code=CALIBRATED,
        width_params={"recoat_s": 9.0, "factor": 1.1, "layers": 200, "left_out": 3},
    )
    assert "were measured on 200 layers" in measured.summary()


def test_an_estimate_tells_itself(process: Process) -> None:
    """The report names time with its interval, mass, price and the reason of the width."""
    result = estimate(CUBE, process)

    assert "1.0 h" in str(result)
    assert "bench" in str(result)
    assert "recoating" in result.summary()
    assert "1,0 uur" in result.summary("nl")


def test_the_document_agrees_with_its_schema(process: Process) -> None:
    """The JSON document of an estimate has exactly the published keys."""
    schema = json.loads(
        resources.files("slicer_checks").joinpath("schemas/estimate.schema.json").read_text("utf-8")
    )
    document = json.loads(json.dumps(estimate(CUBE, process).to_dict()))

    jsonschema.validate(document, schema)


def test_the_default_machine_is_the_smallest_that_fits() -> None:
    """A small part goes on the first machine, a large one on the first that holds it."""
    small = estimate(CUBE)
    large = estimate(stack_of(np.full(10, 200.0**2), 0.03))
    monstrous = estimate(stack_of(np.full(10, 900.0**2), 0.03))

    assert small.machine == "compact-98"
    assert large.machine == "standard-250"
    assert monstrous.machine == "twin-280"


def test_empty_layers_have_an_estimate() -> None:
    """Layers without metal cost recoating and nothing else."""
    empty = dataclasses.replace(stack_of(np.zeros(10), 0.03), bounds_mm=np.full((10, 4), np.nan))
    result = estimate(empty)

    assert result.mass_g == 0.0
    assert result.breakdown["scan_s"] == 0.0


def test_flipped_faces_never_give_negative_metal() -> None:
    """Layers whose area is negative, as flipped faces make it, weigh and cost nothing less."""
    result = estimate(stack_of(np.array([100.0, -100.0, 100.0]), 0.03))

    assert result.mass_g == pytest.approx(200 * 0.03 / 1000 * 7.97)
    assert result.breakdown["scan_s"] > 0


def test_an_interval_around_nothing_has_no_width() -> None:
    """On a machine that recoats in no time an empty stack has a closed interval."""
    process = dataclasses.replace(
        default_process(), machines=(dataclasses.replace(BENCH, recoat_s=0.0),)
    )
    result = estimate(stack_of(np.zeros(3), 0.03), process)

    assert result.time_low_s == result.time_s == result.time_high_s
    assert result.width_params["share_percent"] == 0.0


def test_an_interval_that_misses_its_time_is_refused() -> None:
    """An estimate outside its own interval cannot be made."""
    result = estimate(CUBE)

    with pytest.raises(ValueError, match="the interval holds"):
        dataclasses.replace(result, time_low_s=result.time_s + 1)
