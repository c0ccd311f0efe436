"""What a build costs at the rates of a process: one sum for terminal, page and PDF, without VAT.

Machine time, powder, taking supports off, one set-up, and handling each part. Only the machine time
hangs on how long printing takes, so that the time's interval gives the price's.
"""

from dataclasses import dataclass

from slicer_checks.machine import Machine
from slicer_checks.process import Process

__all__ = ["Cost", "cost_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The prices of a build of some copies, in EUR; ``fixed_eur`` is what no time changes."""

    rate_eur_per_h: float
    fixed_eur: float
    setup_eur: float
    handling_eur: float

    def at(self, time_s: float) -> float:
        """Give the whole price of a build that takes so long."""
        return time_s / 3600 * self.rate_eur_per_h + self.fixed_eur


def cost_of(
    process: Process, machine: Machine, *, copies: int, powder_g: float, removal_s: float
) -> Cost:
    """Give the prices of copies on one plate, each with so much powder and hand work."""
    setup_eur = machine.setup_eur or process.setup_eur
    handling_eur = copies * process.handling_eur_per_part
    powder_eur = copies * powder_g * process.material.powder_eur_per_kg / 1000
    removal_eur = copies * removal_s / 3600 * process.labour_eur_per_h
    return Cost(
        rate_eur_per_h=machine.rate_eur_per_h,
        fixed_eur=powder_eur + removal_eur + setup_eur + handling_eur,
        setup_eur=setup_eur,
        handling_eur=handling_eur,
    )
