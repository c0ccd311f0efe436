"""The key under platforms."""

from __future__ import annotations

from scheduler.pictures.bars import draw_texture
from scheduler.pictures.keys import SIGN_HIGH_PX, SIGN_PX, Key
from scheduler.pictures.pen import Pen
from scheduler.problem import Problem
from scheduler.texts import sentence


def plate_keys(problem: Problem, lang: str) -> list[Key]:
    """Return the keys of what the platforms of a problem show."""
    keys = []
    if any(machine.platform.margin_mm for machine in problem.machines):
        keys.append(Key(word=sentence("picture-margin", {}, lang), sign=_margin))
    if problem.part_gap_mm:
        keys.append(Key(word=sentence("picture-gap", {}, lang), sign=_gap))
    if any(machine.platform.keep_outs for machine in problem.machines):
        keys.append(Key(word=sentence("picture-keep-out", {}, lang), sign=_keep_out))
    return keys


def _margin(pen: Pen, left: float, top_px: float) -> None:
    middle = top_px + SIGN_HIGH_PX / 2
    style = {"linestyle": (0, (8, 3, 2, 3))}
    pen.line([(left, middle), (left + SIGN_PX, middle)], pen.theme.strong, 0.9, **style)


def _keep_out(pen: Pen, left: float, top_px: float) -> None:
    draw_texture(pen, (left, top_px, SIGN_PX, SIGN_HIGH_PX), "xxxx", "keep-out")


def _gap(pen: Pen, left: float, top_px: float) -> None:
    pen.field((left, top_px), (SIGN_PX, SIGN_HIGH_PX), pen.theme.closed)
    size = (SIGN_PX - 8, SIGN_HIGH_PX - 8)
    pen.field((left + 4, top_px + 4), size, pen.theme.ground, edge=pen.theme.strong, lw=0.8)
