"""What calibrations say of the times that a plan counts with: recoating, and the lasers'."""

from collections.abc import Sequence

from printlab import records
from slicer_checks.calibration import Calibration

__all__ = ["laser_factor", "recoat_s"]


def recoat_s(machine: records.Machine, calibrations: Sequence[Calibration]) -> float:
    """Return how long a machine recoats: as most layers of it tell, else as the lab file does.

    Recoating is the machine's own, whatever parameter set was printed.
    """
    known = [one for one in calibrations if one.measured_on(machine.name, machine.lasers)]
    best = max(known, key=lambda one: (one.machine != "", one.layers), default=None)
    return machine.recoat_s if best is None else best.recoat_s


def laser_factor(
    machine: records.Machine, laser: records.ParameterSet, calibrations: Sequence[Calibration]
) -> float:
    """Return by how much a machine's lasers take longer than computed with a parameter set.

    As the estimate of a part counts (`slicer_checks.process.Process.calibration_for`), but for the
    bend: a plan knows the sum of a part's layers alone.
    """
    known = [
        one
        for one in calibrations
        if one.printed(laser.material.name, laser.name, laser.layer_mm)
        and one.measured_on(machine.name, machine.lasers)
    ]
    best = max(known, key=lambda one: one.machine != "", default=None)
    return 1.0 if best is None else best.laser_factor
