"""The energy that hatches put into each cubic millimetre, and sets known to give dense parts."""

import numpy as np

from slicer_checks.materials import built_in_materials
from slicer_checks.pathchecks.hatchsteps import hatch_mm
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import point_speeds_mm_s, said_at, said_by_sets
from slicer_checks.pathchecks.thickness import named_layer_mm, usual_step_mm
from slicer_checks.publishedsets import published_sets
from slicer_checks.toolpath import Floats


def hatch_settings(subject: Subject) -> tuple[Floats, Floats]:
    """Return those with the least and with the most energy of each exposure, both (E + 1, 4).

    Columns are power (W), speed (mm/s), hatch distance and layer (mm); the last row is of blocks
    that name no exposure. Where a file changes power or speed along vectors, their ends count;
    where it changes both, they are taken to change together: slow is weak. NaN where one is
    unknown or not above 0.
    """
    ends = [_settings_at(subject, end) for end in ("least", "most")]
    energies = [energy_j_mm3(one) for one in ends]
    swapped = np.asarray(energies[0] > energies[1])[:, None]
    return np.where(swapped, ends[1], ends[0]), np.where(swapped, ends[0], ends[1])


def _settings_at(subject: Subject, end: str) -> Floats:
    """Return power, speed, distance and layer where both change to one end of their span.

    Where no speed is said, point distance over point time is the speed.
    """
    power_w, speed_mm_s = (
        said_at(said_by_sets(subject, name), said_by_sets(subject, f"{end}_{name}"))
        for name in ("power_w", "speed_mm_s")
    )
    speed_mm_s = np.where(speed_mm_s > 0, speed_mm_s, point_speeds_mm_s(subject))
    step_mm = usual_step_mm(subject)
    layer_mm = step_mm if step_mm > 0 else named_layer_mm(subject)
    columns = (
        power_w,
        speed_mm_s,
        hatch_mm(subject),
        np.full(len(speed_mm_s), layer_mm),
    )
    table = np.stack(columns, axis=1)
    return np.where(table > 0, table, np.nan)


def energy_j_mm3(settings: Floats) -> Floats:
    """Return power over speed, hatch distance and layer (E + 1), in J/mm3; NaN where unknown."""
    with np.errstate(all="ignore"):
        energy = settings[:, 0] / settings[:, 1] / settings[:, 2] / settings[:, 3]
    return np.where(np.isfinite(energy), energy, np.nan)


def dense_sets(subject: Subject) -> Floats:
    """Return power, speed, hatch distance and layer of sets of the material known as dense (S, 4).

    Those of papers come first, in the order of `published_sets`; the built-in sets follow.
    """
    material = subject.process.material.name
    stock = built_in_materials().get(material)
    built_in = () if stock is None else stock.parameter_sets
    rows = [one[1:5] for one in published_sets(material)]
    rows += [
        (one.power_w, one.hatch_speed_mm_s, one.hatch_mm, one.layer_mm)
        for one in built_in
        if one.power_w > 0
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def farness(settings: Floats, sets: Floats) -> Floats:
    """Return how far each row (E + 1, 4) is from each set, as log of the largest ratio of four.

    0.05 says that no number is more than about 5 % off. Infinite where a number is unknown.
    """
    apart = np.abs(np.log(settings)[:, None] - np.log(sets)[None]).max(axis=2)
    return np.where(np.isnan(apart), np.inf, apart)
