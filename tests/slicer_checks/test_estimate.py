"""Time, mass, powder and price."""

import dataclasses
import json
import math
from datetime import datetime, timedelta
from importlib import resources
from itertools import pairwise

import jsonschema
import numpy as np
import numpy.typing as npt
import pytest

from slicer_checks import Machine, ParameterSet, Platform, Process, default_process, estimate
from slicer_checks.estimate import LASER_SHARES, Estimate
from tests.known_parts import CORPUS, NO_CORPUS
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
)
CUBE = stack_of(np.full(200, 100.0), 0.05)
BUILD = CORPUS / "buildtime" / "kenieveges"


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


@pytest.mark.parametrize(
    ("rate_mm3_s", "layer_mm"), [(2.0, 0.02), (3.7, 0.04), (5.1, 0.03), (10.5, 0.06), (5.0, 0.03)]
)
def test_no_estimate_is_below_the_data_sheets_rate(
    process: Process, rate_mm3_s: float, layer_mm: float
) -> None:
    """Volume over the published volume rate (EOS process data sheets) plus recoating is least."""
    parameters = dataclasses.replace(
        ROUND_NUMBERS, layer_mm=layer_mm, hatch_speed_mm_s=rate_mm3_s / layer_mm / 0.1
    )
    count = round(10 / layer_mm)
    result = estimate(
        stack_of(np.full(count, 100.0), layer_mm),
        dataclasses.replace(process, parameters=parameters),
    )

    assert result.time_s > 100.0 * count * layer_mm / rate_mm3_s + count * 10.0
    assert result.scan_time_s < 1.5 * 100.0 * count * layer_mm / rate_mm3_s


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


def _measured_build() -> tuple[npt.NDArray[np.float64], float]:
    """Return area per layer and the whole time of the one public log of a real build."""
    areas = np.loadtxt(BUILD / "2025.02.13_Ecolibry_SD.csv", delimiter=",", skiprows=1)[:, 2]
    lines = (BUILD / "13.02.2025_burn.log").read_text("latin-1").splitlines()
    clocks = [line.split("|")[0].strip() for line in lines if line[:2].isdigit()]
    times = [datetime.strptime(clock, "%H:%M:%S") for clock in clocks]  # noqa: DTZ007 - a clock face
    steps = [later - earlier for earlier, later in pairwise(times)]
    day = timedelta(days=1)
    return areas, sum((step % day).total_seconds() for step in steps)


def _printing_only(result: Estimate) -> tuple[float, float, float]:
    """Return time, low and high without warm-up and cool-down, which the log leaves out."""
    idle_s = result.breakdown["warm_up_s"] + result.breakdown["cool_down_s"]
    return result.time_s - idle_s, result.time_low_s - idle_s, result.time_high_s - idle_s


@pytest.mark.skipif(not BUILD.exists(), reason=NO_CORPUS)
def test_a_real_build_lies_within_the_uncalibrated_interval() -> None:
    """Constants from sources alone hold the real 12.4 h build within their interval.

    Its powder is not named; 316L is taken. The estimate is 19 % short: that is what sourced
    rates are worth on a machine that nobody has measured.
    """
    areas, real_s = _measured_build()
    result = estimate(stack_of(areas, 0.03))
    time_s, low_s, high_s = _printing_only(result)

    assert real_s == pytest.approx(12.39 * 3600, rel=0.01)
    assert low_s < real_s < high_s
    assert time_s / real_s - 1 == pytest.approx(-0.19, abs=0.02)


@pytest.mark.skipif(not BUILD.exists(), reason=NO_CORPUS)
def test_a_real_build_is_met_once_its_two_constants_are_fitted() -> None:
    """With the recoat time and the rate fitted to its layers, the build's total is met to 3 %."""
    areas, real_s = _measured_build()
    fitted = dataclasses.replace(
        ROUND_NUMBERS,
        layer_mm=0.03,
        hatch_speed_mm_s=2.774 / 0.03 / 0.1,
        contours=0,
        delay_per_vector_us=0.0,
        jump_speed_mm_s=1e9,
    )
    machine = dataclasses.replace(
        BENCH, recoat_s=15.78, platform=Platform(width_mm=200.0, depth_mm=200.0)
    )
    process = dataclasses.replace(default_process(), parameters=fitted, machines=(machine,))
    time_s, _, _ = _printing_only(estimate(stack_of(areas, 0.03), process))

    assert time_s == pytest.approx(real_s, rel=0.03)
