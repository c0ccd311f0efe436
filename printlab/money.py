"""Prices in whole cents: what a print costs, line by line, without and with VAT."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["Price", "PriceLine", "Rates", "WorkedPart", "price_of", "with_vat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What the lab asks, in cents without VAT."""

    machine_cents_per_h: int
    powder_cents_per_kg: int
    setup_cents: int
    handling_cents_per_part: int
    labour_cents_per_h: int = 0
    vat_percent: Decimal = Decimal(21)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedPart:
    """What one copy takes: machine time and the powder that becomes metal or is lost.

    ``time_s`` is one copy alone on a platform; of that, ``shared_s`` (warm-up, recoating,
    cool-down) is taken once by all copies that stand together, at most ``per_build`` of them
    (None: all). ``removal_s`` is the hand work of taking one copy's supports off.
    """

    time_s: float
    mass_g: float
    support_mass_g: float = 0.0
    powder_lost_g: float = 0.0
    shared_s: float = 0.0
    per_build: int | None = None
    removal_s: float = 0.0

    def builds(self, quantity: int) -> int:
        """How many builds so many copies need."""
        return 1 if self.per_build is None else -(-quantity // max(1, self.per_build))

    def machine_s(self, quantity: int) -> float:
        """Return the machine time of so many copies, each build's own time taken once."""
        shared_s = min(max(self.shared_s, 0.0), self.time_s)
        return self.builds(quantity) * shared_s + quantity * (self.time_s - shared_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine:
    """One line of a price: its code is the stable name a page translates."""

    code: str
    quantity: float
    unit: str
    cents: int

    def to_dict(self) -> dict[str, object]:
        """Return the line as a JSON-ready document."""
        return {
            "code": self.code,
            "quantity": self.quantity,
            "unit": self.unit,
            "cents": self.cents,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price with its lines; ``gross`` is exactly ``net`` plus ``vat``."""

    lines: tuple[PriceLine, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int
    vat_percent: Decimal

    def to_dict(self) -> dict[str, object]:
        """Return the price as a JSON-ready document."""
        return {
            "lines": [line.to_dict() for line in self.lines],
            "net_cents": self.net_cents,
            "vat_cents": self.vat_cents,
            "gross_cents": self.gross_cents,
            "vat_percent": float(self.vat_percent),
        }


def price_of(part: WorkedPart, rates: Rates, *, quantity: int) -> Price:
    """Price some copies of one part.

    Machine time is what the copies take on platforms of their own, so that the price does not
    hang on what else happens to be printed with them. Copies that stand on one platform share its
    warm-up, recoating and cool-down; the set-up fee is asked once for each platform.
    """
    hours = part.machine_s(quantity) / 3600
    builds = part.builds(quantity)
    powder_kg = (part.mass_g + part.support_mass_g + part.powder_lost_g) / 1000 * quantity
    lines = (
        PriceLine(
            code="machine-time",
            quantity=round(hours, 2),
            unit="h",
            cents=_cents(hours * rates.machine_cents_per_h),
        ),
        PriceLine(
            code="powder",
            quantity=round(powder_kg, 3),
            unit="kg",
            cents=_cents(powder_kg * rates.powder_cents_per_kg),
        ),
        PriceLine(code="set-up", quantity=builds, unit="build", cents=rates.setup_cents * builds),
        PriceLine(
            code="handling",
            quantity=quantity,
            unit="part",
            cents=rates.handling_cents_per_part * quantity,
        ),
        *_removal(part, rates, quantity),
    )
    return with_vat(lines, rates.vat_percent)


def _removal(part: WorkedPart, rates: Rates, quantity: int) -> tuple[PriceLine, ...]:
    """Count the hand work of taking supports off, where there are any."""
    hours = part.removal_s * quantity / 3600
    if hours == 0:
        return ()
    cents = _cents(hours * rates.labour_cents_per_h)
    return (PriceLine(code="support-removal", quantity=round(hours, 4), unit="h", cents=cents),)


def with_vat(lines: tuple[PriceLine, ...], vat_percent: Decimal) -> Price:
    """Add lines up and put VAT on their sum, rounded half up to a cent once."""
    net = sum(line.cents for line in lines)
    vat = int((Decimal(net) * vat_percent / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Price(
        lines=lines,
        net_cents=net,
        vat_cents=vat,
        gross_cents=net + vat,
        vat_percent=vat_percent,
    )


def _cents(amount: float) -> int:
    """Round half up to a whole cent, as people do on paper."""
    return int(Decimal(repr(amount)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
