"""The key under a drawing: what is seen, and the word for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from scheduler.pictures.bars import RESERVED, draw_late, draw_pin, draw_span, draw_texture
from scheduler.pictures.pen import TEXT_PX, Pen, width_px
from scheduler.pictures.picture import BORDER_PX, WIDTH_PX
from scheduler.pictures.rows import Row
from scheduler.pictures.theme import mix
from scheduler.problem import Problem
from scheduler.spans import Span, SpanKind
from scheduler.texts import sentence

SIGN_PX: Final = 26.0
SIGN_HIGH_PX: Final = 13.0
LINE_PX: Final = 24.0
APART_PX: Final = 22.0

Sign = Callable[[Pen, float, float], None]
"""Draws a sign in a box of 26 by 13 pixels from (left, top)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A sign and its word."""

    word: str
    sign: Sign

    @property
    def width_px(self) -> float:
        """What it takes of a line."""
        return SIGN_PX + 7 + width_px(self.word, TEXT_PX - 0.5) + APART_PX


def keys_px(keys: Sequence[Key]) -> float:
    """Return the height that keys need."""
    return LINE_PX * (1 + max((line for _, line, _ in _placed(keys)), default=-1))


def draw_keys(pen: Pen, keys: Sequence[Key], top_px: float) -> None:
    """Draw keys in lines from a height on."""
    for left, line, key in _placed(keys):
        y_px = top_px + LINE_PX * line
        key.sign(pen, left, y_px)
        spot = (left + SIGN_PX + 7, y_px + SIGN_HIGH_PX / 2)
        pen.text(spot, key.word, TEXT_PX - 0.5, color=pen.theme.muted)


def gantt_keys(problem: Problem, rows: Sequence[Row], lang: str) -> list[Key]:
    """Return the keys of what a Gantt shows, and of nothing else."""
    bars = [bar for row in rows for bar in row.bars]
    kinds = list(dict.fromkeys(span.kind for bar in bars for span in bar.spans))
    order: list[SpanKind] = ["powder_change", "setup", "print", "cool", "wait"]
    order += ["load", "run", "unload"]
    shown = {
        "picture-fixed": (any(bar.fixed for bar in bars), _pin),
        "picture-late-build": (any(bar.late for bar in bars), _late),
        "picture-due-job": (any(part.due is not None for part in problem.parts), _due),
        "picture-down": (any(row.down for row in rows), _down),
        "picture-reserved": (any(row.reserved for row in rows), _reserved),
        "picture-closed": (True, _closed),
        "picture-busy": (True, _busy),
    }
    keys = [
        Key(word=sentence(f"picture-{kind}", {}, lang), sign=partial(_span, kind))
        for kind in order
        if kind in kinds
    ]
    for code, (seen, sign) in shown.items():
        if seen:
            keys.append(Key(word=sentence(code, {}, lang), sign=sign))
    return keys + material_keys([bar.material for bar in bars])


def material_keys(materials: Sequence[str]) -> list[Key]:
    """Return a key per material, in the order of their names."""
    return [
        Key(word=name, sign=partial(_material, name))
        for name in sorted(set(filter(None, materials)))
    ]


def _placed(keys: Sequence[Key]) -> list[tuple[float, int, Key]]:
    placed, left, line = [], BORDER_PX, 0
    for key in keys:
        if left > BORDER_PX and left + key.width_px - APART_PX > WIDTH_PX - BORDER_PX:
            left, line = BORDER_PX, line + 1
        placed.append((left, line, key))
        left += key.width_px
    return placed


def _span(kind: SpanKind, pen: Pen, left: float, top_px: float) -> None:
    span = Span(kind=kind, start=0, end=1)
    draw_span(pen, span, (left, top_px, SIGN_PX, SIGN_HIGH_PX), "other")
    pen.field((left, top_px), (SIGN_PX, SIGN_HIGH_PX), None, edge=pen.theme.strong, lw=0.8)


def _material(name: str, pen: Pen, left: float, top_px: float) -> None:
    hue = pen.theme.hue(name)
    fill, edge = mix(hue, pen.theme.ground, 0.4), mix(hue, pen.theme.ink, 0.65)
    pen.field((left + 13, top_px), (13, SIGN_HIGH_PX), fill, edge=edge, lw=1.0)


def _pin(pen: Pen, left: float, top_px: float) -> None:
    draw_pin(pen, (left + 14, top_px + 1))


def _late(pen: Pen, left: float, top_px: float) -> None:
    draw_late(pen, (left, top_px + SIGN_HIGH_PX / 2), SIGN_PX)


def _due(pen: Pen, left: float, top_px: float) -> None:
    middle = left + 19
    pen.line([(middle, top_px - 2), (middle, top_px + 7)], pen.theme.ink, 1.0)
    pen.rings(
        [[(middle - 4, top_px + 7), (middle + 4, top_px + 7), (middle, top_px + 13)]], pen.theme.ink
    )


def _down(pen: Pen, left: float, top_px: float) -> None:
    draw_texture(pen, (left, top_px, SIGN_PX, SIGN_HIGH_PX), "////", "down")


def _reserved(pen: Pen, left: float, top_px: float) -> None:
    draw_texture(pen, (left, top_px, SIGN_PX, SIGN_HIGH_PX), RESERVED, "reserved")


def _closed(pen: Pen, left: float, top_px: float) -> None:
    pen.field((left, top_px), (SIGN_PX, SIGN_HIGH_PX), pen.theme.closed)


def _busy(pen: Pen, left: float, top_px: float) -> None:
    fill = mix(pen.theme.ink, pen.theme.ground, 0.62)
    pen.field((left, top_px + 5), (SIGN_PX, SIGN_HIGH_PX - 5), fill)
    pen.field((left, top_px), (SIGN_PX, SIGN_HIGH_PX), None, edge=pen.theme.strong, lw=0.9)
