"""Sketches cooled down from one heat to another, for as long as there is time."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from scheduler.control import Control
from scheduler.sketch.annealing import Trail, anneal
from scheduler.sketch.costing import cost_of
from scheduler.sketch.moves import copy_into
from scheduler.sketch.tables import IMPOSSIBLE, Facts, Numbers, Sketch, blank, desk_for

CHUNK, LOOK_S = 1000, 0.03
"""Moves between two looks at the clock, at first; about so many seconds lie between them later."""

SEEDS = 2**31

Heats = Sequence[float]


class Cooler:
    """Cools sketches of the same facts; ``scale`` is the cost of which heats are shares.

    ``best`` is the best sketch of the last cooling, none of whose platforms is too full, if one was
    found; the last of that cooling else. What a sketch comes to is worked out at the ``desk``.
    """

    def __init__(self, facts: Facts, control: Control, random: Random) -> None:
        self._facts, self._control, self._random = facts, control, random
        self._size = (len(facts.setting), facts.coat.shape[1])
        self._everything = np.arange(self._size[0])
        self.desk = desk_for(facts)
        sketches = (blank(*self._size), blank(*self._size), blank(*self._size))
        self._trail = Trail(*sketches, np.zeros(2), self.desk)
        self._chunk = CHUNK
        self.scale = 1.0

    @property
    def best(self) -> Sketch:
        """The best sketch of the last cooling; the next one writes over it."""
        return self._trail.best

    @property
    def has_room(self) -> bool:
        """Whether no platform of the best sketch is too full."""
        return bool(self._trail.costs[1] < IMPOSSIBLE)

    def compile(self, sketch: Sketch) -> None:
        """Have all compiled that a cooling needs, by taking a single move."""
        copy_into(self._trail.now, sketch)
        anneal(self._facts, self._trail, self._everything, (1.0, 1.0), (1, 0))

    def moves_in(self, time_s: float) -> float:
        """Return about how many moves fit into some seconds."""
        return time_s * self._chunk / LOOK_S

    def cost(self, sketch: Sketch) -> float:
        """Return what a sketch costs; its times are at the desk then."""
        return float(cost_of(self._facts, sketch, self.desk))

    def copy(self, sketch: Sketch) -> Sketch:
        """Return the same sketch in arrays of its own."""
        copy = blank(*self._size)
        copy_into(copy, sketch)
        return copy

    def cool(
        self, sketch: Sketch, time_s: float, heats: Heats, among: Numbers | None = None
    ) -> tuple[float, Sketch]:
        """Anneal a sketch for some seconds between two heats; return where that came to.

        Moves begin at units ``among`` these where they are told; what builds of others hold stays.
        """
        began_s, share, (hot, cold) = self._control.elapsed_s, 0.0, heats
        trail, costs = self._trail, self._trail.costs
        copy_into(trail.now, sketch)
        costs[0], costs[1] = self.cost(sketch), IMPOSSIBLE
        units = self._everything if among is None else among
        while share < 1.0 and not self._control.halt():
            looked_s = self._control.elapsed_s
            later = min(1.0, share + LOOK_S / time_s)
            warm, cool = (self.scale * hot * (cold / hot) ** at for at in (share, later))
            seed = self._random.randrange(SEEDS)
            anneal(self._facts, trail, units, (warm, cool), (self._chunk, seed))
            took_s = self._control.elapsed_s - looked_s
            quicker = LOOK_S / took_s if took_s > 0.0 else 2.0
            self._chunk = max(1, int(self._chunk * min(2.0, max(0.5, quicker))))
            share = (self._control.elapsed_s - began_s) / time_s
        if costs[1] >= IMPOSSIBLE:  # some platforms are too full still
            copy_into(trail.best, trail.now)
        return float(costs[0]), self.copy(trail.now)
