"""The ways to lay a part as its report shows them, and whether one is clearly better."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from printlab.money import Price
from printlab.services.parts import Figure
from printlab.services.prices import Laid

__all__ = ["Way", "better_way", "ways_of"]

MUCH_FASTER = 0.85
"""A way at most this share of the present time is worth turning the part for (our choice)."""
MUCH_CHEAPER = 0.9
"""Likewise of the present price (our choice)."""
HANGING = frozenset({"bridge", "hole-needs-support", "overhang", "unsupported-island"})
"""Findings about what hangs: where no face needs support there are none of these."""
_HARDLY_MM3 = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to lay the part: what it takes, and the titles of findings it would do away with.

    Where it ``fits`` on no machine, its numbers are as if the nearest had room.
    """

    number: int
    as_drawn: bool
    may_be_best: bool
    time_s: float
    support_mm3: float
    removal_s: float
    height_mm: float
    stable: bool
    fits: bool
    net_cents: int | None
    removes: tuple[str, ...]
    figure: Figure | None

    @property
    def without_supports(self) -> bool:
        """Whether nothing has to be held up."""
        return self.support_mm3 < _HARDLY_MM3


def ways_of(
    report: Mapping[str, Any],
    figures: Sequence[Figure],
    price: Callable[[Laid], Price | None],
) -> tuple[Way, ...]:
    """Return the ways in the order of the report; the present one with the report's own numbers.

    Ways are compared in outline. The seconds that the full check counts beside the outline of the
    present lay (contours, jumps, what the machine taught) are added to every way, so that a
    difference is one of the lay alone.
    """
    found = report.get("orientations") or []
    shown = {figure.name: figure for figure in figures}
    now = next((way for way in found if way["as_drawn"]), None)
    beside_s = 0.0 if now is None else report["estimate"]["time_s"] - now["time_s"]
    supports = report.get("supports")
    ways = []
    for place, way in enumerate(found):
        real = supports if way["as_drawn"] and supports else None
        laid = Laid(
            time_s=way["time_s"] + beside_s,
            support_mm3=real["metal_mm3"] if real else way["support_mm3"],
            removal_s=real["removal_s"] if real else way["removal_s"],
        )
        told = price(laid)
        ways.append(
            Way(
                number=place + 1,
                as_drawn=way["as_drawn"],
                may_be_best=bool(way["stable"] and way["machine"] and not way["compared"]),
                time_s=laid.time_s,
                support_mm3=laid.support_mm3,
                removal_s=laid.removal_s,
                height_mm=way["height_mm"],
                stable=way["stable"],
                fits=bool(way["machine"]),
                net_cents=None if told is None else told.net_cents,
                removes=() if way["as_drawn"] else _removed(report, way, now),
                figure=shown.get(f"orientation-{place}"),
            )
        )
    return tuple(ways)


def _removed(
    report: Mapping[str, Any], way: Mapping[str, Any], now: Mapping[str, Any] | None
) -> tuple[str, ...]:
    """Return the titles of findings that cannot be made of a part that lies this way."""
    gone: set[str] = set()
    if way["regions"] == 0 and way["overhang_mm2"] == 0:
        gone |= HANGING
    if way["machine"] and now is not None and not now["machine"]:
        gone.add("too-big")
    titles = {
        found["code"]: found["title"]
        for found in reversed(report["findings"])
        if found["code"] in gone and found["severity"] != "info"
    }
    return tuple(titles.values())


def better_way(ways: Sequence[Way]) -> Way | None:
    """Return the first way that is clearly better than the present lay, if there is one.

    Clearly: it does away with findings or with all supports, or it is much faster or cheaper;
    and it is no dearer.
    """
    now = next((way for way in ways if way.as_drawn), None)
    if now is None:
        return None
    better = [way for way in ways if way.may_be_best and not way.as_drawn and _clearly(way, now)]
    return min(better, key=lambda way: way.net_cents or 0) if better else None


def _clearly(way: Way, now: Way) -> bool:
    if way.net_cents is None or now.net_cents is None or way.net_cents > now.net_cents:
        return False
    held_up = way.without_supports and not now.without_supports
    faster = way.time_s <= MUCH_FASTER * now.time_s
    cheaper = way.net_cents <= MUCH_CHEAPER * now.net_cents
    return bool(way.removes) or held_up or faster or cheaper
