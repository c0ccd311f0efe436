"""What a sketch knows of a problem, and where it is worked out: arrays for compiled code."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Amounts = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER: Final = 1 << 60
"""A tick that never comes."""

IMPOSSIBLE: Final = 1e300
"""What a sketch costs that breaks a rule, or costs more than was asked about."""

CHANGE, SETUP, UNLOAD = 0, 1, 2
"""The work of people at a machine, in its order; also the places of its starts in ``times``."""

UNLOADED = 3
"""The place of the end of unloading in ``times``."""

NEXT, WORK, READY, LOADED, KEPT, START, TICKS, HEADS = range(8)
"""What is known of a machine while times are found: its next build, that build's next work, from
when on it can be, the powder, the next stretch in which the machine is not to be had; and of that
work its start, its ticks, and how many people are there then."""

TARDINESS, POWDER_CHANGE, OCCUPANCY, EARLY, OVERFULL = range(5)
"""The places of rates."""

POST, KIND, UNITS, CAPACITY, LOADING, UNLOADING, WAY, ATTENDED, NEED, MOST = range(10)
"""What is known of a station: its number, whether a batch or one at a time, its units and capacity,
the ticks of loading, of unloading, and of the way to it, whether it is attended, the need, and the
most ticks for which it can work on a platform in one go."""

BEGUN, ENDED, NEED_OF = range(3)
"""What is known of work of people: its start, its end and the need."""

ROWS, LONGEST, OF_NEED, FROM, UNTIL = range(5)
"""What is known of all such work: how many rows, and the ticks of the longest; and for the need
that was looked at last (-1: none), from when until when somebody is at hand."""

FULL, URGENT = range(2)
"""What units of stations wait for: that a furnace is full; what is more urgent than all there."""

BATCH, SINGLE = 0, 1
"""Kinds of stations: those that take platforms together, and the others."""


class Crew(NamedTuple):
    """When people are there. Per need, from ``hours`` on, stretches.

    A stretch is from ``start`` to ``end`` with so many ``heads``, and somebody is there without a
    break ``until`` a tick. Who works for a need is ``missed`` by needs for which all who serve it
    can work, itself first (-1 after the last); each is served by so many ``people`` at most.
    """

    hours: Numbers
    start: Numbers
    end: Numbers
    heads: Numbers
    until: Numbers
    missed: Numbers
    people: Numbers


class Facts(NamedTuple):
    """What a sketch knows of a problem: arrays by unit, copy, job, setting, station and machine.

    A unit is a copy, or copies that go together. Times are ticks.

    Per unit: ``setting``, ``release``, and ``latest``, when it is due; per unit and machine
    ``scan`` (below 0 where it may not be), ``coat`` (recoating up to its height) and its ``share``
    of the platform. ``together[u, v]`` tells whether two units may share a build, ``choosy[u]``
    whether it may not with all of its setting; ``alike`` holds the units of setting s from
    ``alike_from[s]`` on.

    Per copy, in the order of due dates: ``unit``, ``job``, and per station of single copies the
    ticks it asks for ``alone`` (below 0 where it does not pass), and the ``tail``, what follows
    printing at least, with every station and everybody's time to itself. Per unit and station of
    whole platforms the ticks ``asked`` for, and the ``programme``. ``posts`` are stations of
    platforms, ``cabins`` of copies, and units of the former wait for what ``waits`` tells.

    Per job: ``due``, ``weight``, ``ended``, when its fixed builds are done, and by how much later
    it is done than a sketch finds, ``queued`` (below 0: sooner). Per setting its ``material``.

    Per machine: when it is ``free``, ``loaded`` with what, ``setup``, ``unload``, ``always``
    (warm-up and cooling), the ``need`` of each work and ``change[machine, loaded, material]``; from
    ``kept_from`` on, stretches ``kept_start`` to ``kept_end`` in which it is not to be had, and
    ``kept_powder`` in it after (-1 where it stays), for which a change of ``kept_change`` is
    planned. ``rates`` weigh the terms, and each platform's worth of parts too many.
    """

    setting: Numbers
    release: Numbers
    latest: Numbers
    scan: Amounts
    coat: Amounts
    share: Amounts
    together: Flags
    choosy: Flags
    alike: Numbers
    alike_from: Numbers
    unit: Numbers
    job: Numbers
    alone: Numbers
    tail: Numbers
    asked: Amounts
    programme: Numbers
    posts: Numbers
    cabins: Numbers
    waits: Flags
    due: Numbers
    weight: Amounts
    ended: Numbers
    queued: Numbers
    material: Numbers
    free: Numbers
    loaded: Numbers
    setup: Numbers
    unload: Numbers
    always: Amounts
    need: Numbers
    change: Numbers
    kept_from: Numbers
    kept_start: Numbers
    kept_end: Numbers
    kept_powder: Numbers
    kept_change: Numbers
    crew: Crew
    horizon: int
    rates: Amounts


class Sketch(NamedTuple):
    """Each unit's build (``home``), and per machine the first ``sizes`` builds of its ``order``."""

    home: Numbers
    order: Numbers
    sizes: Numbers


class Desk(NamedTuple):
    """Room for working a sketch out, and what was found.

    Per build: its ``machine``, ``setting``, ``release``, ``scan``, ``coat``, ``share`` of the
    platform, the ticks until it has ``cooled``, its ``times`` (the starts of change, set-up and
    unloading, and the end of that); when it has ``left`` the last station, the ``work`` that it
    asks the next for (below 0: none), by which ``programme``, and ``latest``, when its urgent unit
    is due, and the ``first`` of its copies (-1: none). Per copy when it is ``done``, and the one
    ``after`` it in its build; per job its ``end``; per need the ticks from which on each
    of its ``people`` is free, sorted, or ``nobody`` where that is of no account; per machine its
    ``state``; per station of copies, or for the one that platforms pass, from when on its ``units``
    are free. ``builds`` are those there are. Where stations follow, ``hands`` is all work of people
    but at copies so far, by its start: start, end, need; ``handed`` tells about all of it. Of
    moves: units that are ``late``, a flag for each unit that is ``chosen``, and for each build that
    is ``used``.
    """

    machine: Numbers
    setting: Numbers
    release: Numbers
    scan: Amounts
    coat: Amounts
    share: Amounts
    cooled: Numbers
    times: Numbers
    left: Numbers
    work: Amounts
    latest: Numbers
    programme: Numbers
    done: Numbers
    first: Numbers
    after: Numbers
    end: Numbers
    people: Numbers
    nobody: Numbers
    state: Numbers
    builds: Numbers
    units: Numbers
    hands: Numbers
    handed: Numbers
    late: Numbers
    chosen: Flags
    used: Flags


def blank(units: int, machines: int) -> Sketch:
    """Return room for a sketch."""
    order = np.zeros((machines, units), dtype=np.int64)
    return Sketch(np.zeros(units, dtype=np.int64), order, np.zeros(machines, dtype=np.int64))


def desk_for(facts: Facts) -> Desk:
    """Return room to work sketches out: at most one build for each unit."""
    units, machines = facts.scan.shape
    most = int(facts.crew.people.max(initial=1))
    units_at_most = max(int(p[:, UNITS].max(initial=1)) for p in (facts.posts, facts.cabins))
    whole = [np.zeros(units, dtype=np.int64) for _ in range(9)]
    parts = [np.zeros(units) for _ in range(4)]
    return Desk(
        machine=whole[0],
        setting=whole[1],
        release=whole[2],
        scan=parts[0],
        coat=parts[1],
        share=parts[2],
        cooled=whole[3],
        times=np.zeros((units, UNLOADED + 1), dtype=np.int64),
        left=whole[4],
        work=parts[3],
        latest=whole[5],
        programme=whole[6],
        done=np.zeros(len(facts.unit), dtype=np.int64),
        first=whole[8],
        after=np.zeros(len(facts.unit), dtype=np.int64),
        end=np.zeros(len(facts.due), dtype=np.int64),
        people=np.zeros((len(facts.crew.people), most), dtype=np.int64),
        nobody=np.zeros((len(facts.crew.people), 0), dtype=np.int64),
        state=np.zeros((machines, HEADS + 1), dtype=np.int64),
        builds=whole[7],
        units=np.zeros((max(1, len(facts.cabins)), units_at_most), dtype=np.int64),
        hands=np.zeros((_most_hands(facts), NEED_OF + 1), dtype=np.int64),
        handed=np.zeros(UNTIL + 1, dtype=np.int64),
        late=np.zeros(len(facts.unit), dtype=np.int64),
        chosen=np.zeros(units, dtype=np.bool_),
        used=np.zeros(units, dtype=np.bool_),
    )


def _most_hands(facts: Facts) -> int:
    """Return how often people are at work at most, those who treat copies left out.

    That is thrice for each build at its machine, once more for the powder after each stretch in
    which a machine is not to be had, and twice at each station.
    """
    if not len(facts.posts) + len(facts.cabins):
        return 0
    return len(facts.scan) * (3 + 2 * len(facts.posts)) + len(facts.kept_start)
