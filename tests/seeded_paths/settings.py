"""Faults of laser parameters: power, speed, energy, sets that are missing or too many."""

import dataclasses
from collections.abc import Callable, Mapping

from slicer_checks.exposure import Exposure
from slicer_checks.process import Process
from slicer_checks.rules import Level, RulePack
from slicer_checks.toolpath import NOBODY
from tests.seeded_paths.hosts import Host
from tests.seeded_paths.kinds import (
    WITH_SETS,
    Kind,
    Layers,
    Planted,
    Rng,
    codes,
    planted,
    usual_process,
)


def with_limits(limits: Mapping[str, tuple[float, Level]]) -> Process:
    """Return the usual process with a lab's own values of some limits."""
    process = usual_process()
    own = {
        name: dataclasses.replace(process.rules.limits[name], value=value, level=level)
        for name, (value, level) in limits.items()
    }
    pack = RulePack(name="own", version="1", limits={**process.rules.limits, **own})
    return dataclasses.replace(process, rules=pack)


def delayed(least_us: float, most_us: float) -> Callable[[Host, Rng], Planted]:
    """Return what gives every line of the hatch a delay between two."""

    def plant(host: Host, rng: Rng) -> Planted:
        delay_us = float(rng.uniform(least_us, most_us))
        return _set(host, _of_hatch(host), jump_delay_us=delay_us)

    return plant


def energy_limits() -> Process:
    """Return the process of a lab that asks for 40 to 150 J per cubic millimetre."""
    return with_limits(
        {"path-energy-low": (40.0, "warning"), "path-energy-high": (150.0, "warning")}
    )


def _layers_of(host: Host, exposure: int) -> Layers:
    layers = [
        number
        for number, sheet in enumerate(host.sheets())
        if any(one.tag.exposure == exposure for one in sheet.pieces)
    ]
    return layers[0], layers[-1]


def _of_hatch(host: Host) -> int:
    """Return the exposure of the core's hatch."""
    return [one.name for one in host.path.exposures].index("core")


def _set(host: Host, number: int, **values: float) -> Planted:
    exposures = list(host.path.exposures)
    exposures[number] = dataclasses.replace(exposures[number], **values)  # type: ignore[arg-type]
    layers = _layers_of(host, number)
    return planted(host.sheets(), host, layers, exposures=tuple(exposures))


def _any_set(host: Host, rng: Rng) -> int:
    return int(rng.integers(len(host.path.exposures)))


def of_power(low_w: float, high_w: float) -> Callable[[Host, Rng], Planted]:
    """Return what gives any set a power between two."""
    return lambda host, rng: _set(host, _any_set(host, rng), power_w=_between(rng, low_w, high_w))


def of_speed(low: float, high: float) -> Callable[[Host, Rng], Planted]:
    """Return what gives the hatch a speed between two, in mm/s."""
    return lambda host, rng: _set(host, _of_hatch(host), speed_mm_s=_between(rng, low, high))


def _between(rng: Rng, low: float, high: float) -> float:
    return float(round(rng.uniform(low, high), 1)) if high > low else low


def still(host: Host, rng: Rng) -> Planted:
    """Give any set the speed 0."""
    return _set(host, _any_set(host, rng), speed_mm_s=0.0)


def in_metres(host: Host, rng: Rng) -> Planted:
    """Write the speed of the hatch in metres per second."""
    del rng
    return _set(host, _of_hatch(host), speed_mm_s=0.8)


def too_much_energy(host: Host, rng: Rng) -> Planted:
    """Raise power and slow the scan, each still usual by itself."""
    power_w, speed = _between(rng, 300.0, 480.0), _between(rng, 400.0, 550.0)
    return _set(host, _of_hatch(host), power_w=power_w, speed_mm_s=speed)


def too_little_energy(host: Host, rng: Rng) -> Planted:
    """Lower power and scan faster, each still usual by itself."""
    power_w, speed = _between(rng, 70.0, 120.0), _between(rng, 1300.0, 2300.0)
    return _set(host, _of_hatch(host), power_w=power_w, speed_mm_s=speed)


def point_by_point(host: Host, rng: Rng) -> Planted:
    """Say a point distance and a time that are another speed than is said."""
    off = float(rng.choice((0.4, 0.6, 1.5, 2.5)))
    distance_um = _between(rng, 40.0, 80.0)
    time_us = round(1000.0 * distance_um / (800.0 * off), 1)
    return _set(host, _of_hatch(host), point_distance_um=distance_um, point_time_us=time_us)


def unused(host: Host, rng: Rng) -> Planted:
    """Add sets that no vector uses."""
    extra = tuple(
        Exposure(name=f"spare {number}", power_w=150.0, speed_mm_s=900.0)
        for number in range(int(rng.integers(1, 4)))
    )
    return planted(host.sheets(), host, exposures=(*host.path.exposures, *extra))


def unset(host: Host, rng: Rng) -> Planted:
    """Let the hatch of some layers name no set."""
    sheets = host.sheets()
    first = int(rng.integers(1, len(sheets) - 3))
    last = first + int(rng.integers(0, 3))
    for sheet in sheets[first : last + 1]:
        for piece in sheet.pieces:
            if piece.hatched:
                piece.tag = dataclasses.replace(piece.tag, exposure=NOBODY)
    return planted(sheets, host, (first, last))


def silent(host: Host, rng: Rng) -> Planted:
    """Leave everything but the name out of any set."""
    number = _any_set(host, rng)
    exposures = list(host.path.exposures)
    exposures[number] = Exposure(name=exposures[number].name)
    layers = _layers_of(host, number)
    return planted(host.sheets(), host, layers, exposures=tuple(exposures))


_ENERGY = codes("energy-density")
"""Power or speed far off is energy far off."""
SETTINGS = (
    Kind(
        name="power 0",
        expects=codes("zero-power"),
        formats=WITH_SETS,
        plant=of_power(0.0, 0.0),
    ),
    Kind(
        name="power far too high",
        expects=codes("power"),
        brings=_ENERGY,
        formats=WITH_SETS,
        plant=of_power(720.0, 3000.0),
    ),
    Kind(
        name="power far too low",
        expects=codes("power"),
        brings=_ENERGY,
        formats=WITH_SETS,
        plant=of_power(1.0, 45.0),
    ),
    Kind(
        name="speed 0",
        expects=codes("zero-speed"),
        formats=("cli-ascii", "ilt", "ovf"),
        plant=still,
    ),
    Kind(
        name="speed far too slow",
        expects=codes("speed"),
        brings=_ENERGY,
        formats=WITH_SETS,
        plant=of_speed(40.0, 330.0),
    ),
    # so fast, many lines take less time than the melt needs to set
    Kind(
        name="speed far too fast",
        expects=codes("speed"),
        brings=_ENERGY | codes("return-time"),
        formats=WITH_SETS,
        plant=of_speed(2600.0, 9000.0),
    ),
    Kind(
        name="speed in metres per second",
        expects=codes("speed"),
        brings=_ENERGY,
        formats=WITH_SETS,
        plant=in_metres,
    ),
    Kind(
        name="energy far too high",
        expects=_ENERGY,
        formats=WITH_SETS,
        process=energy_limits,
        plant=too_much_energy,
    ),
    Kind(
        name="energy far too low",
        expects=_ENERGY,
        formats=WITH_SETS,
        process=energy_limits,
        plant=too_little_energy,
    ),
    # of a second for each line, a layer takes its time
    Kind(
        name="delay of a second",
        expects=codes("delay"),
        formats=("ovf",),
        plant=delayed(1e5, 1e6),
    ),
    Kind(
        name="delay in seconds",
        expects=codes("delay"),
        formats=("ovf",),
        plant=delayed(1e-5, 3e-4),
    ),
    Kind(
        name="points that do not add up",
        expects=codes("point-exposure"),
        formats=("ilt",),
        plant=point_by_point,
    ),
    Kind(name="unused set", expects=codes("unused-set"), formats=("ovf", "3mf"), plant=unused),
    Kind(
        name="vectors without a set",
        expects=codes("missing-set"),
        formats=("ovf", "3mf"),
        plant=unset,
    ),
    Kind(
        name="set that says nothing",
        expects=codes("missing-set"),
        formats=("ilt", "ovf", "3mf"),
        plant=silent,
    ),
)
