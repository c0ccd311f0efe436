"""What a part is printed with: material, parameter set, machines, and the rules that hold there."""

import re
from dataclasses import dataclass
from typing import Final

from slicer_checks.calibration import Calibration
from slicer_checks.errors import NotAskable
from slicer_checks.machine import Machine, require_not_negative, require_positive
from slicer_checks.rules import Limit, Override, RulePack

__all__ = ["Material", "ParameterSet", "Process"]


_BETWEEN: Final = re.compile(r"[\s_-]+")
"""What may stand between the words of a machine's name."""


def plain_name(name: str) -> str:
    """Return a name as it is compared: without case, blanks, hyphens and underscores."""
    return _BETWEEN.sub("", name).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A metal powder and the solid it becomes.

    Parameters
    ----------
    packing_fraction
        Share of a bed of powder that is metal.
    loss_fraction
        Powder lost to spatter, soot and sieving, per gram that is melted.
    """

    name: str
    density_g_cm3: float
    powder_eur_per_kg: float = 0.0
    packing_fraction: float = 0.55
    loss_fraction: float = 0.1
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse impossible materials."""
        require_positive(
            self.name, density_g_cm3=self.density_g_cm3, packing_fraction=self.packing_fraction
        )
        require_not_negative(
            self.name,
            powder_eur_per_kg=self.powder_eur_per_kg,
            loss_fraction=self.loss_fraction,
            room_above_packing=1 - self.packing_fraction,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSet:
    """How the laser fills one layer of one material.

    Parameters
    ----------
    stripe_mm, stripe_overlap_mm
        Width of the stripes that a layer is hatched in, and how far neighbours overlap; a width of
        0 hatches from side to side. Makers' sets and public code use 5 mm to 10 mm.
    sheet_rate_mm3_s
        Volume rate of one laser that a maker's data sheet gives for this layer; 0 where none does.
        Hatching is never taken to be faster.
    """

    name: str
    material: str
    layer_mm: float
    hatch_mm: float
    hatch_speed_mm_s: float
    contours: int = 1
    contour_speed_mm_s: float = 0.0
    jump_speed_mm_s: float = 5000.0
    delay_per_vector_us: float = 0.0
    power_w: float = 0.0
    stripe_mm: float = 10.0
    stripe_overlap_mm: float = 0.1
    sheet_rate_mm3_s: float = 0.0
    source: str = ""
    sheet_source: str = ""

    def __post_init__(self) -> None:
        """Refuse impossible parameters; contours without a speed take the hatch's."""
        if self.contour_speed_mm_s == 0:
            object.__setattr__(self, "contour_speed_mm_s", self.hatch_speed_mm_s)
        require_positive(
            self.name,
            layer_mm=self.layer_mm,
            hatch_mm=self.hatch_mm,
            hatch_speed_mm_s=self.hatch_speed_mm_s,
            contour_speed_mm_s=self.contour_speed_mm_s,
            jump_speed_mm_s=self.jump_speed_mm_s,
        )
        require_not_negative(
            self.name,
            contours=self.contours,
            delay_per_vector_us=self.delay_per_vector_us,
            power_w=self.power_w,
            stripe_mm=self.stripe_mm,
            stripe_overlap_mm=self.stripe_overlap_mm,
            sheet_rate_mm3_s=self.sheet_rate_mm3_s,
        )

    @property
    def rated_speed_mm_s(self) -> float:
        """Speed along the hatch, no faster than the data sheet's volume rate allows."""
        if self.sheet_rate_mm3_s == 0:
            return self.hatch_speed_mm_s
        rated = self.sheet_rate_mm3_s / (self.hatch_mm * self.layer_mm)
        return min(self.hatch_speed_mm_s, rated)

    @property
    def volume_rate_mm3_s(self) -> float:
        """Solid made per second of hatching: hatch distance x speed x layer."""
        return self.hatch_mm * self.rated_speed_mm_s * self.layer_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """Everything a check or an estimate asks about the printing of one part.

    Parameters
    ----------
    support_fraction
        Share of a supported column that is metal.
    setup_eur
        Cost of preparing and unloading one build, whatever is in it, on a machine without its own.
    calibration
        What the machine's own build logs say; a machine it was not measured on is refused.
    calibrations
        All that a lab has learnt of its machines; each estimate takes the one that was measured on
        its machine with this parameter set. Without any it rests on sources alone.
    labour_eur_per_h
        What an hour of hand work costs, such as taking supports off.
    handling_eur_per_part
        What each part costs to take from the plate, look at and pack.
    """

    material: Material
    parameters: ParameterSet
    machines: tuple[Machine, ...]
    rules: RulePack
    support_fraction: float = 0.15
    setup_eur: float = 0.0
    calibration: Calibration | None = None
    calibrations: tuple[Calibration, ...] = ()
    labour_eur_per_h: float = 0.0
    handling_eur_per_part: float = 0.0

    def __post_init__(self) -> None:
        """Hold material and parameters together, and at least one machine."""
        if self.parameters.material != self.material.name:
            raise ValueError(
                f"parameter set {self.parameters.name} is for {self.parameters.material}, "
                f"not for {self.material.name}"
            )
        if not self.machines:
            raise ValueError("a process names at least one machine")
        require_not_negative(
            "process",
            support_fraction=self.support_fraction,
            setup_eur=self.setup_eur,
            labour_eur_per_h=self.labour_eur_per_h,
            handling_eur_per_part=self.handling_eur_per_part,
        )
        if self.calibration is not None:
            laser = self.parameters
            self.calibration.require(laser.material, laser.name, laser.layer_mm)

    @property
    def layer_mm(self) -> float:
        """Layer thickness of the parameter set."""
        return self.parameters.layer_mm

    def limit(self, limit_id: str) -> Limit:
        """Give a limit of the rule pack as it stands for this material and the only machine.

        With several machines to choose from, none of their own limits holds yet.
        """
        return self.rules.limit(limit_id, self.material.name, self._only_machine)

    @property
    def overrides(self) -> tuple[Override, ...]:
        """The limits that a lab has set for this material and the only machine, or for all."""
        return self.rules.overrides_for(self.material.name, self._only_machine)

    @property
    def _only_machine(self) -> str:
        return self.machines[0].name if len(self.machines) == 1 else ""

    def calibration_for(self, machine: Machine) -> Calibration | None:
        """Give what was measured on a machine with this parameter set, if anything was.

        Raises
        ------
        NotAskable
            ``calibration-other-machine`` when `calibration` is of another machine.
        """
        if self.calibration is not None:
            self.calibration.require_machine(machine.name, machine.lasers)
            return self.calibration
        laser = self.parameters
        fitting = (
            one
            for one in self.calibrations
            if one.printed(laser.material, laser.name, laser.layer_mm)
            and one.measured_on(machine.name, machine.lasers)
        )
        return max(fitting, key=lambda one: one.machine != "", default=None)

    def machine(self, name: str) -> Machine:
        """Give the machine of that name, whatever its case, blanks and hyphens.

        Raises
        ------
        NotAskable
            ``machine-unknown`` when the process has none of that name.
        """
        for same in (str, plain_name):
            for machine in self.machines:
                if same(machine.name) == same(name):
                    return machine
        known = ", ".join(machine.name for machine in self.machines)
        raise NotAskable(
            "machine-unknown",
            f"There is no machine {name}; known are {known}.",
            {"name": name, "known": known},
        )
