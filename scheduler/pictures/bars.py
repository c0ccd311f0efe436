"""The bars of the Gantt: hue says the material, texture what happens, shape what is the matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scheduler.pictures.pen import SMALL_PX, Pen, shortened, width_px
from scheduler.pictures.rows import Bar, Row
from scheduler.pictures.theme import mix
from scheduler.pictures.timescale import TimeScale
from scheduler.spans import Span, SpanKind

BAR_TOP_PX: Final = 19.0
BAR_PX: Final = 36.0
SLIMMEST_PX: Final = 1.5
"""A span narrower than this is still drawn this wide, so that it can be seen."""
PAD_PX: Final = 4.0
SHOWN: Final[tuple[SpanKind, ...]] = ("print", "run")
"""What a bar is about; its label stands in it."""

TINTS: Final[Mapping[SpanKind, float]] = {"print": 0.4, "run": 0.4, "cool": 0.13}
"""How much of the material's hue is in the field of a span."""
TEXTURES: Final[Mapping[SpanKind, str]] = {
    "powder_change": "xxxx",
    "setup": "----",
    "load": "----",
    "cool": "...",
    "unload": "||||",
}
RESERVED: Final = "\\\\"
PIN: Final = [(2, 0), (8, 0), (7, 4), (9, 7), (5.8, 7), (5.8, 11), (4.2, 11), (4.2, 7), (1, 7)]
PIN.append((3, 4))
PIN_PX: Final = 13.0


def draw_bar(pen: Pen, scale: TimeScale, bar: Bar, top_px: float, above_px: float) -> float:
    """Draw a bar in its row; return how far its label over it reaches.

    A label that does not fit into its bar stands over it where the one before it, which reaches
    to ``above_px``, leaves room.
    """
    y_px = top_px + BAR_TOP_PX
    edge = mix(pen.theme.hue(bar.material), pen.theme.ink, 0.65)
    for span in bar.spans:
        draw_span(pen, span, _box(scale, span.start, span.end, y_px), bar.material)
    left, right = scale.x_px(bar.start), scale.x_px(bar.end)
    stay_px = max(right - left, SLIMMEST_PX)
    pen.field((left, y_px), (stay_px, BAR_PX), None, edge=edge, lw=0.7, name=f"bar-{bar.name}")
    for span in bar.spans:
        if span.kind in SHOWN:
            style = {"edge": pen.theme.ink if bar.fixed else edge, "lw": 1.9 if bar.fixed else 1.2}
            box = _box(scale, span.start, span.end, y_px)
            pen.field((box[0], y_px), (box[2], BAR_PX), None, **style)
    if bar.late:
        draw_late(pen, (left, y_px + BAR_PX + 3.5), max(stay_px, 9.0))
    return _label(pen, scale, bar, y_px, above_px)


def draw_span(pen: Pen, span: Span, box: tuple[float, float, float, float], material: str) -> None:
    """Draw what happens, in a box (left, top, width, height); waiting is a broken line."""
    left, top_px, width, height = box
    theme = pen.theme
    if span.kind == "wait":
        middle = top_px + height / 2
        colour = mix(theme.hue(material), theme.ink, 0.65)
        pen.line([(left, middle), (left + width, middle)], colour, 0.9, linestyle=(0, (2, 2)))
        return
    fill = mix(theme.hue(material), theme.ground, TINTS.get(span.kind, 0.0))
    texture = TEXTURES.get(span.kind)
    style: dict[str, object] = {"hatch": texture, "edge": theme.muted} if texture else {}
    pen.field((left, top_px), (width, height), fill, **style)


def draw_late(pen: Pen, spot: tuple[float, float], length_px: float) -> None:
    """Draw the arrow under a bar that holds a late job."""
    left, y_px = spot
    neck = left + length_px - 6
    shaft = [(left, y_px - 1), (neck, y_px - 1), (neck, y_px - 4), (left + length_px, y_px)]
    back = [(x, 2 * y_px - y) for x, y in reversed(shaft[:3])]
    pen.rings([[*shaft, *back]], pen.theme.hot, name="late")


def draw_pin(pen: Pen, corner: tuple[float, float]) -> None:
    """Draw the pin over a fixed build."""
    pen.rings([[(corner[0] + x, corner[1] + y) for x, y in PIN]], pen.theme.ink, name="fixed")


def draw_down(pen: Pen, scale: TimeScale, row: Row, high: tuple[float, float]) -> None:
    """Draw when a row is down, and when it is kept for some owners, who are named."""
    top_px, height_px = high[0] + 4, high[1] - 8
    for kept in row.reserved:
        left, right = scale.x_px(kept.start), scale.x_px(kept.end)
        if right > left:
            draw_texture(pen, (left, top_px, right - left, height_px), RESERVED, "reserved")
            owners = shortened(", ".join(kept.owners), right - left - PAD_PX, SMALL_PX - 1)
            spot = (left + PAD_PX, high[0] + 11)
            pen.text(spot, owners, SMALL_PX - 1, color=pen.theme.muted)
    for down in row.down:
        left, right = scale.x_px(down.start), scale.x_px(down.end)
        if right > left:
            draw_texture(pen, (left, top_px, right - left, height_px), "////", "down")


def draw_texture(pen: Pen, box: tuple[float, float, float, float], texture: str, name: str) -> None:
    """Fill a box (left, top, width, height) with a texture."""
    left, top_px, width, height = box
    style = {"hatch": texture, "edge": pen.theme.strong}
    pen.field((left, top_px), (width, height), pen.theme.closed, name=name, **style)


def _box(scale: TimeScale, start: int, end: int, y_px: float) -> tuple[float, float, float, float]:
    left = scale.x_px(start)
    return left, y_px, max(scale.x_px(end) - left, SLIMMEST_PX), BAR_PX


def _label(pen: Pen, scale: TimeScale, bar: Bar, y_px: float, above_px: float) -> float:
    """Write a bar's label, and its detail where it fits; return how far a label above reaches."""
    printing = [span for span in bar.spans if span.kind in SHOWN] or list(bar.spans)
    left, right = scale.x_px(printing[0].start), scale.x_px(printing[-1].end)
    start = scale.x_px(bar.start)
    if bar.fixed:
        draw_pin(pen, (start, y_px - 14))
        above_px = max(above_px, start + PIN_PX)
    if right - left >= width_px(bar.label) + 2 * PAD_PX:
        pen.text((left + PAD_PX, y_px + 11), bar.label, strong=True)
        detail = shortened(bar.detail, right - left - 2 * PAD_PX, SMALL_PX)
        pen.text((left + PAD_PX, y_px + 26), detail, SMALL_PX)
        return above_px
    at_px = start + (PIN_PX if bar.fixed else 0.0)
    if at_px < above_px:
        return above_px
    pen.text((at_px, y_px - 8), bar.label, SMALL_PX, strong=True)
    return at_px + width_px(bar.label, SMALL_PX) + PAD_PX
