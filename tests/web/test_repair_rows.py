"""What a report says of the mended file that it offers, or of why there is none."""

from typing import Any

import pytest
from apiflask import APIFlask

from web.repair_rows import repair_offer, why_no_offer

FAULTS = {
    "triangles": 10,
    "boundary_edges": 4,
    "nonmanifold_edges": 0,
    "misoriented_edges": 0,
    "degenerate_faces": 0,
    "duplicate_faces": 0,
    "bodies": 1,
    "volume_mm3": 1875.0,
}


def report(sound: bool, *codes: str, **after: object) -> dict[str, Any]:
    """Return a report with errors of these codes and a repair that leaves this."""
    return {
        "repair": {"sound": sound, "before": FAULTS, "after": {**FAULTS, **after}},
        "repair_refused": "",
        "findings": [{"code": code, "severity": "error"} for code in codes],
    }


@pytest.mark.parametrize(
    ("sound", "open_edges", "clears", "told"),
    [
        (True, 0, True, "closed and sound; 1 finding about the shape remains"),
        (False, 0, True, "Faults are left that only you can mend"),
        (False, 3, False, "Most of the faults remain"),
    ],
)
def test_an_offer_says_what_it_is_worth(
    app: APIFlask, sound: bool, open_edges: int, clears: bool, told: str
) -> None:
    """It is worth taking where it clears a kind of fault, and says what it leaves."""
    document = report(sound, "not-watertight", "thin-wall", boundary_edges=open_edges)
    with app.test_request_context():
        offer = repair_offer(document)

        assert offer is not None
        assert offer.clears == clears
        assert told in offer.verdict


def test_the_same_volume_reads_the_same(app: APIFlask) -> None:
    """1,875.0 mm³ rounded twice is one number; a real change is told."""
    with app.test_request_context():
        same = repair_offer(report(True, volume_mm3=1874.9999999))
        other = repair_offer(report(True, volume_mm3=1860.0))

        assert same is not None
        assert other is not None
        assert same.rows[-1][1:] == ("1.88", "1.88", False)
        assert other.rows[-1][1:] == ("1.88", "1.86", True)


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (("self-intersection", "thin-wall"), "crosses itself"),
        (("not-watertight",), "too large to close"),
        (("thin-wall",), "in the shape itself"),
        ((), ""),
    ],
)
def test_a_part_with_errors_says_why_nothing_is_offered(
    app: APIFlask, codes: tuple[str, ...], told: str
) -> None:
    """One sentence, of the error that a repair comes nearest to; nothing without errors."""
    with app.test_request_context():
        said = why_no_offer({**report(True, *codes), "repair": None})
        offered = why_no_offer(report(True, *codes))

    assert told in said
    assert bool(said) == bool(told)
    assert offered == ""
