"""The row of people: how many are there, and how many of them are busy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scheduler.pictures.pen import SMALL_PX, Pen, Style
from scheduler.pictures.theme import mix
from scheduler.pictures.timescale import TimeScale
from scheduler.problem import Problem
from scheduler.schedule import Schedule
from scheduler.spans import busy_people, people_there

PEOPLE_PX: Final = 52.0
ROOM_PX: Final = 34.0

Steps = Sequence[tuple[int, int]]


def draw_people(pen: Pen, scale: TimeScale, shown: tuple[Problem, Schedule], top_px: float) -> None:
    """Draw the people that are there as a skyline, the busy ones as filled fields in it."""
    problem, schedule = shown
    there, busy = people_there(problem), busy_people(problem, schedule)
    most = max([heads for _, heads in (*there, *busy)], default=0)
    if not most:
        return
    foot_px = top_px + PEOPLE_PX - 6
    per_head_px = ROOM_PX / most
    for left, right, heads in fields(scale, busy):
        height_px = heads * per_head_px
        corner, size = (left, foot_px - height_px), (right - left, height_px)
        pen.field(corner, size, mix(pen.theme.ink, pen.theme.ground, 0.62), name="busy")
    for left, right, heads in fields(scale, there):
        height_px = heads * per_head_px
        corner, size = (left, foot_px - height_px), (right - left, height_px)
        pen.field(corner, size, None, edge=pen.theme.strong, lw=0.9, name="there")
    style: Style = {"color": pen.theme.muted, "ha": "right"}
    pen.text((scale.left_px - 6, foot_px - ROOM_PX), str(most), SMALL_PX - 1, **style)
    pen.text((scale.left_px - 6, foot_px), "0", SMALL_PX - 1, **style)


def fields(scale: TimeScale, steps: Steps) -> list[tuple[float, float, int]]:
    """Return (left, right, heads) of the stretches in which somebody is there."""
    ends = [tick for tick, _ in steps[1:]]
    drawn = [
        (scale.x_px(tick), scale.x_px(end), heads)
        for (tick, heads), end in zip(steps, ends, strict=False)
    ]
    return [(left, right, heads) for left, right, heads in drawn if heads and right > left]
