"""The ways to lay a part, as its report tells them, and which of them is recommended."""

from dataclasses import replace

import pytest

from printlab.money import Price, Rates, WorkedPart, price_of
from printlab.services.prices import Laid
from printlab.services.ways import Way, better_way, ways_of

WAY = Way(
    number=1,
    as_drawn=False,
    may_be_best=True,
    time_s=1000.0,
    support_mm3=500.0,
    removal_s=0.0,
    height_mm=10.0,
    stable=True,
    fits=True,
    net_cents=1000,
    removes=(),
    figure=None,
)
NOW = replace(WAY, number=2, as_drawn=True)


@pytest.mark.parametrize(
    ("way", "is_better"),
    [
        (replace(WAY, time_s=860.0), False),
        (replace(WAY, time_s=850.0), True),
        (replace(WAY, net_cents=910), False),
        (replace(WAY, net_cents=900), True),
        (replace(WAY, support_mm3=0.0), True),
        (replace(WAY, removes=("It hangs.",)), True),
        (replace(WAY, removes=("It hangs.",), net_cents=1001), False),
        (replace(WAY, time_s=10.0, may_be_best=False), False),
        (replace(WAY, time_s=10.0, net_cents=None), False),
    ],
)
def test_a_way_is_recommended_where_it_is_clearly_better(way: Way, is_better: bool) -> None:
    """Much faster or cheaper, without supports or findings, never dearer, and it must stand."""
    assert better_way((way, NOW)) == (way if is_better else None)


def test_nothing_is_better_than_a_lay_that_is_not_known() -> None:
    """Without the present lay there is nothing to compare with."""
    assert better_way((WAY,)) is None


def _priced(laid: Laid) -> Price:
    rates = Rates(
        machine_cents_per_h=3600,
        powder_cents_per_kg=0,
        setup_cents=0,
        handling_cents_per_part=0,
        labour_cents_per_h=0,
    )
    return price_of(WorkedPart(time_s=laid.time_s, mass_g=1.0), rates, quantity=1)


def test_the_present_lay_has_the_numbers_of_the_report() -> None:
    """Time and supports of the present way are the report's; the rest moves by the same seconds."""
    drawn = {"time_s": 900.0, "support_mm3": 10.0, "removal_s": 5.0, "height_mm": 9.0}
    common = {"stable": True, "compared": False, "overhang_mm2": 0.0, "regions": 0}
    hangs = {"code": "overhang", "severity": "warning", "title": "It hangs."}
    report = {
        "estimate": {"time_s": 1000.0},
        "supports": {"metal_mm3": 12.0, "removal_s": 6.0},
        "findings": [hangs, {**hangs, "code": "too-big", "title": "Too big."}],
        "orientations": [
            {**common, **drawn, "as_drawn": False, "time_s": 700.0, "machine": "M"},
            {**common, **drawn, "as_drawn": True, "machine": None},
        ],
    }
    other, now = ways_of(report, (), _priced)

    assert (now.time_s, now.support_mm3, now.removal_s) == (1000.0, 12.0, 6.0)
    assert (other.time_s, other.support_mm3) == (800.0, 10.0)
    assert (other.net_cents, now.net_cents) == (800, 1000)
    assert other.removes == ("Too big.", "It hangs.")
    assert now.removes == ()
