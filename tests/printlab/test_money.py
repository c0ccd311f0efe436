"""Prices in whole cents."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from printlab.money import Rates, WorkedPart, price_of

RATES = Rates(
    machine_cents_per_h=5500,
    powder_cents_per_kg=4500,
    setup_cents=6000,
    handling_cents_per_part=1250,
)


def test_a_price_is_the_sum_of_its_lines() -> None:
    """Two hours and 100 g, twice: 220 EUR of machine, 9 EUR of powder, set-up once, handling."""
    price = price_of(WorkedPart(time_s=7200.0, mass_g=100.0), RATES, quantity=2)

    cents = {line.code: line.cents for line in price.lines}
    assert cents == {"machine-time": 22_000, "powder": 900, "set-up": 6000, "handling": 2500}
    assert price.net_cents == 31_400
    assert price.vat_cents == 6594
    assert price.gross_cents == 37_994


def test_copies_on_one_platform_share_its_warm_up() -> None:
    """Of two hours, 1.5 are the build's: ten copies at six a platform take 2 x 1.5 + 10 x 0.5 h."""
    part = WorkedPart(time_s=7200.0, mass_g=100.0, shared_s=5400.0, per_build=6)
    price = price_of(part, RATES, quantity=10)
    lines = {line.code: line for line in price.lines}

    assert lines["machine-time"].cents == 8 * 5500
    assert (lines["set-up"].quantity, lines["set-up"].cents) == (2, 12_000)
    assert lines["powder"].cents == 4500
    assert price.net_cents < 10 * price_of(part, RATES, quantity=1).net_cents


def test_taking_supports_off_is_a_line_of_its_own() -> None:
    """Twelve minutes a copy at 45 EUR an hour, five copies: one hour, 45 EUR; without, no line."""
    rates = replace(RATES, labour_cents_per_h=4500)
    part = WorkedPart(time_s=3600.0, mass_g=10.0, removal_s=720.0)
    (line,) = (x for x in price_of(part, rates, quantity=5).lines if x.code == "support-removal")

    assert (line.quantity, line.unit, line.cents) == (1.0, "h", 4500)
    bare = price_of(replace(part, removal_s=0.0), rates, quantity=5)
    assert "support-removal" not in {line.code for line in bare.lines}


def test_one_copy_costs_the_same_whatever_it_could_share() -> None:
    """Sharing changes nothing for a single copy; no share is more than the whole time."""
    alone = price_of(WorkedPart(time_s=7200.0, mass_g=1.0), RATES, quantity=1)
    shared = WorkedPart(time_s=7200.0, mass_g=1.0, shared_s=9000.0, per_build=4)

    assert price_of(shared, RATES, quantity=1) == alone
    assert price_of(shared, RATES, quantity=4).lines[0].cents == alone.lines[0].cents


def test_btw_is_rounded_half_up_once() -> None:
    """21 % of 50 cents is 10.5 cents: 11."""
    rates = Rates(
        machine_cents_per_h=0, powder_cents_per_kg=0, setup_cents=50, handling_cents_per_part=0
    )

    assert price_of(WorkedPart(time_s=0.0, mass_g=0.0), rates, quantity=1).vat_cents == 11


@settings(max_examples=50)
@given(
    time_s=st.floats(0, 1e6),
    mass_g=st.floats(0, 1e5),
    quantity=st.integers(1, 500),
    per_build=st.integers(1, 60),
    vat=st.integers(0, 100),
)
def test_no_cent_is_lost(
    time_s: float, mass_g: float, quantity: int, per_build: int, vat: int
) -> None:
    """Lines add up to the net price, and net and VAT to the gross, whatever is printed."""
    rates = Rates(
        machine_cents_per_h=3600,
        powder_cents_per_kg=18_000,
        setup_cents=6000,
        handling_cents_per_part=1250,
        vat_percent=Decimal(vat),
    )
    part = WorkedPart(time_s=time_s, mass_g=mass_g, shared_s=time_s * 0.7, per_build=per_build)
    price = price_of(part, rates, quantity=quantity)

    assert sum(line.cents for line in price.lines) == price.net_cents
    assert price.net_cents + price.vat_cents == price.gross_cents
    assert abs(price.vat_cents - price.net_cents * vat / 100) <= 0.5
