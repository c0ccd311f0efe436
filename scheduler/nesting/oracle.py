"""Does this set of parts fit this bed, and how: asked often, so answers are kept.

Boxes are dropped on a skyline, which is quick and exact. Where a part has a shadow smaller than its
box, or places of the platform are kept free, shadows are nested on a grid first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduler.nesting.bed import Bed
from scheduler.nesting.board import Board
from scheduler.nesting.nest import Nester
from scheduler.nesting.skyline import FLAT, Skyline, Spot, drop, over, pack
from scheduler.nesting.stand import Stand

FILL_LIMIT = 0.92
"""Fill of a bed by boxes above which they are not packed anew: a skyline fails mostly from 0.88."""

NEST_LIMIT = 0.85
"""Fill of a bed by shadows and their gaps above which they are not nested anew."""

FEW = 10
"""Sets of at most this many parts are tried anew at any fill that is possible at all."""

ROUNDS, ROUNDS_MANY = 15, 6
"""Rounds in which a set of few shadows is nested, and one of many: first each order as it is, then
each again and again with what found no place laid sooner."""

TRIES = 15
"""So many tries in one round: after each but the last, what found no place is laid sooner."""

STEPS = 40
"""Sets are told apart by how full they make a bed, in so many steps."""

SURE, RARE, ANYWAY = 20, 0.08, 16
"""After so many sets as full as this one, where fewer than this share of them found a layout, only
one of so many is tried in a search of many parts."""

ORDERS: tuple[Callable[[Stand], tuple[float, ...]], ...] = (
    lambda stand: (-max(stand.box), -min(stand.box)),
    lambda stand: (-stand.bare_mm2, -max(stand.box)),
    lambda stand: (-min(stand.box), -max(stand.box)),
)
"""Orders in which a set is laid anew: by longer side, by area, by shorter side."""


class Layout(NamedTuple):
    """Spots of stands, in their order, and what is taken: a skyline, and a board of shadows.

    Without a skyline the shadows are nested; without a board none is needed.
    """

    spots: tuple[Spot, ...]
    skyline: Skyline | None
    board: Board | None = None


ORIGIN = Spot(0.0, 0.0, quarters=0)
ROUNDING = 1e-9
EMPTY = Layout((), FLAT)


class Known(NamedTuple):
    """What is known of a set: a layout, or in how many rounds it was not found."""

    layout: Layout | None
    tried: int


NOTHING = Known(None, 0)


class Oracle:
    """Lays stands on beds and remembers each set it has laid or failed to lay.

    A ``patient`` one tries all its rounds at once; another tries each order as it is, and comes
    back to a set that is asked for again with one more round.
    """

    def __init__(self, *, patient: bool = True) -> None:
        self._patient = patient
        self._known: dict[tuple[Bed, tuple[int, ...]], Known] = {}
        self._nesters: dict[Bed, Nester] = {}
        self._asked: Counter[tuple[bool, int]] = Counter()
        self._found: Counter[tuple[bool, int]] = Counter()

    def grow(self, bed: Bed, stands: Sequence[Stand], layout: Layout) -> Layout | None:
        """Return a layout of stands of which all but the last are laid out already."""
        newcomer = stands[-1]
        if newcomer.flat:
            return layout._replace(spots=(*layout.spots, ORIGIN))
        fill = self._fill(bed, stands)
        if fill > 1.0:
            return None
        grown = self._added(bed, newcomer, layout)
        return grown or self._laid(bed, stands, fill, self._patient)

    def layout(self, bed: Bed, stands: Sequence[Stand], *, patient: bool = False) -> Layout | None:
        """Return a layout of stands, or nothing when none was found, ``patient`` for this once."""
        fill = self._fill(bed, stands)
        return None if fill > 1.0 else self._laid(bed, stands, fill, patient or self._patient)

    def overfull(self, bed: Bed, stands: Sequence[Stand]) -> bool:
        """Tell whether stands cannot lie on a bed together by their areas alone."""
        return self._fill(bed, stands) > 1.0

    @staticmethod
    def placed(bed: Bed, stands: Sequence[Stand], spots: Sequence[Spot]) -> Layout:
        """Return the layout of stands that lie where somebody else has laid them."""
        solid = [
            (stand.box, spot) for stand, spot in zip(stands, spots, strict=True) if not stand.flat
        ]
        skyline = over(bed, [box for box, _ in solid], [spot for _, spot in solid])
        return Layout(tuple(spots), skyline)

    def without(self, bed: Bed, stands: Sequence[Stand], spots: Sequence[Spot]) -> Layout:
        """Return the layout of stands that stay where they lie when others are taken away."""
        solid = [(stand, spot) for stand, spot in zip(stands, spots, strict=True) if not stand.flat]
        board = self._nester(bed).board(*zip(*solid, strict=True)) if solid else None
        return Layout(tuple(spots), None, board)

    @staticmethod
    def _fill(bed: Bed, stands: Sequence[Stand]) -> float:
        needed_mm2 = sum(stand.taken_mm2 for stand in stands if not stand.flat)
        return needed_mm2 / bed.packing_area_mm2 - ROUNDING

    def _added(self, bed: Bed, stand: Stand, layout: Layout) -> Layout | None:
        if layout.skyline is not None and not bed.keep_outs:
            dropped = drop(bed, layout.skyline, (stand.box, stand.turns))
            if dropped is not None:
                spot, skyline = dropped
                return Layout((*layout.spots, spot), skyline)
        elif layout.board is not None:
            laid = self._nester(bed).add(layout.board, stand)
            if laid is not None:
                spot, board = laid
                return Layout((*layout.spots, spot), None, board)
        return None

    def _laid(self, bed: Bed, stands: Sequence[Stand], fill: float, patient: bool) -> Layout | None:
        """Return a layout of stands laid anew, in the order of the stands."""
        solid = [n for n in range(len(stands)) if not stands[n].flat]
        solid.sort(key=lambda n: stands[n].number)
        key = (bed, tuple(stands[n].number for n in solid))
        known = self._known.get(key, NOTHING)
        as_full = (len(solid) <= FEW, int(fill * STEPS))
        if known.layout is None and (not self._hopeless(as_full) or patient):
            known = self._tried([stands[n] for n in solid], (bed, fill), known.tried, patient)
            self._found[as_full] += known.layout is not None
            self._known[key] = known
        if known.layout is None:
            return None
        at = dict(zip(solid, known.layout.spots, strict=True))
        return known.layout._replace(spots=tuple(at.get(n, ORIGIN) for n in range(len(stands))))

    def _hopeless(self, as_full: tuple[bool, int]) -> bool:
        """Tell whether sets that make a bed as full have hardly ever found a layout."""
        self._asked[as_full] += 1
        asked, found = self._asked[as_full], self._found[as_full]
        return asked > SURE and found < RARE * asked and asked % ANYWAY > 0

    def _tried(
        self, stands: Sequence[Stand], room: tuple[Bed, float], begin: int, patient: bool
    ) -> Known:
        """Try a set in some more rounds; boxes, which are measured exactly, in the first only."""
        bed, fill = room
        few = len(stands) <= FEW
        filled = sum(stand.box[0] * stand.box[1] for stand in stands) / bed.area_mm2
        packed = not bed.keep_outs and filled <= (1.0 if few else FILL_LIMIT)
        nested = bool(bed.keep_outs) or any(stand.shadow is not None for stand in stands)
        nested = nested and (fill <= NEST_LIMIT or (few and patient))
        most = (ROUNDS if few else ROUNDS_MANY) if nested else len(ORDERS)
        end = most if patient else min(most, max(begin + 1, len(ORDERS)))
        for number in range(begin, end if nested or packed else begin):
            ranked, as_it_is = _ranked(stands, number), number < len(ORDERS)
            ordered = [stands[n] for n in ranked]
            tries = 1 if as_it_is else TRIES
            laid = self._nester(bed).nest(ordered, tries, number) if nested else None
            if laid is not None:
                return Known(Layout(_back(ranked, laid[0]), None, laid[1]), number)
            boxes = [(stand.box, stand.turns) for stand in ordered]
            boxed = pack(bed, boxes) if packed and as_it_is else None
            if boxed is not None:
                return Known(Layout(_back(ranked, boxed[0]), boxed[1]), number)
        return Known(None, end)

    def _nester(self, bed: Bed) -> Nester:
        if bed not in self._nesters:
            self._nesters[bed] = Nester(bed)
        return self._nesters[bed]


def _ranked(stands: Sequence[Stand], number: int) -> list[int]:
    """Return the order in which a round of a number begins."""
    order = ORDERS[number % len(ORDERS)]
    return sorted(range(len(stands)), key=lambda n: order(stands[n]))


def _back(ranked: Sequence[int], spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """Return spots that follow a ranking in the order before it."""
    back = dict(zip(ranked, spots, strict=True))
    return tuple(back[n] for n in range(len(spots)))
