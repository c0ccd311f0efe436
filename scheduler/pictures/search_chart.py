"""The course of a search: the best plan's value and the bound, over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from scheduler.limits import Progress
from scheduler.pictures.pen import SMALL_PX, TEXT_PX, Pen, Style
from scheduler.pictures.picture import BORDER_PX, WIDTH_PX
from scheduler.pictures.theme import mix
from scheduler.texts import decimal, sentence

TITLE_PX: Final = 44.0
TITLE_LETTER_PX: Final = 19.0
CHART_PX: Final = 320.0
FOOT_PX: Final = 46.0
LEFT_PX: Final = 96.0
RIGHT_PX: Final = 250.0
"""Room for the words at the lines' ends."""
HEADROOM: Final = 1.08

Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchChart:
    """The panel: what the best plan was worth and what was proven, second by second."""

    history: Sequence[Progress]
    lang: str

    @property
    def height_px(self) -> float:
        """The height it needs."""
        return TITLE_PX + CHART_PX + FOOT_PX

    def draw(self, pen: Pen, top_px: float) -> None:
        """Draw it from a height on."""
        title = sentence("picture-search", {}, self.lang)
        spot = (BORDER_PX, top_px + TITLE_LETTER_PX / 2)
        pen.text(spot, title, TITLE_LETTER_PX, strong=True)
        if not self.history:
            return
        frame = self._frame(top_px + TITLE_PX)
        self._rules(pen, frame)
        curve = mix(pen.theme.hue("316L"), pen.theme.ink, 0.75)
        best, bound = self._line("objective"), self._line("bound")
        self._between(pen, frame, best, bound)
        for code, points, colour, dashes in (
            ("picture-objective", best, curve, "-"),
            ("picture-bound", bound, pen.theme.muted, (0, (5, 3))),
        ):
            if points:
                drawn = [frame.spot(*point) for point in _stepped(points)]
                pen.line(drawn, colour, 1.8, linestyle=dashes, name=code)
        self._words(pen, frame, best, bound)

    def _frame(self, top_px: float) -> Frame:
        values = [
            value
            for points in (self._line("objective"), self._line("bound"))
            for _, value in points
        ]
        return Frame(
            top_px=top_px,
            longest_s=max(self.history[-1].elapsed_s, 1e-3),
            largest=max([*values, 1e-9]) * HEADROOM,
        )

    def _line(self, name: str) -> Points:
        """Return (seconds, value) whenever the value changed, and at the end."""
        known = [(one.elapsed_s, getattr(one, name)) for one in self.history]
        told = [(at_s, float(value)) for at_s, value in known if value is not None]
        changed = [
            one
            for one, before in zip(told, [None, *told], strict=False)
            if before is None or before[1] != one[1]
        ]
        return [*changed, (self.history[-1].elapsed_s, told[-1][1])] if told else []

    def _rules(self, pen: Pen, frame: Frame) -> None:
        muted: Style = {"color": pen.theme.muted}
        for value in _round_steps(frame.largest):
            left, y_px = frame.spot(0.0, value)
            right, _ = frame.spot(frame.longest_s, value)
            pen.line([(left, y_px), (right, y_px)], pen.theme.line)
            pen.text((left - 8, y_px), decimal(value, self.lang), SMALL_PX, ha="right", **muted)
        left, foot = frame.spot(0.0, 0.0)
        for at_s in _round_steps(frame.longest_s):
            x_px, _ = frame.spot(at_s, 0.0)
            pen.line([(x_px, foot), (x_px, foot + 5)], pen.theme.strong)
            words = decimal(at_s, self.lang)
            pen.text((x_px, foot + 14), words, SMALL_PX, ha="center", **muted)
        pen.line([frame.spot(0.0, 0.0), frame.spot(frame.longest_s, 0.0)], pen.theme.strong)
        right, _ = frame.spot(frame.longest_s, 0.0)
        words = sentence("picture-seconds", {}, self.lang)
        pen.text((right, foot + 34), words, SMALL_PX, ha="right", **muted)
        pen.text(
            (left, frame.top_px - 10),
            sentence("picture-cost", {}, self.lang),
            SMALL_PX,
            ha="right",
            **muted,
        )

    def _between(self, pen: Pen, frame: Frame, best: Points, bound: Points) -> None:
        """Tint what is not decided: from the bound up to the best plan."""
        if not best or not bound:
            return
        upper = [frame.spot(*point) for point in _stepped(best)]
        lower = [frame.spot(max(at_s, best[0][0]), value) for at_s, value in _stepped(bound)]
        fill = mix(pen.theme.hue("316L"), pen.theme.ground, 0.14)
        pen.rings([[*upper, *reversed(lower)]], fill, name="undecided")

    def _words(self, pen: Pen, frame: Frame, best: Points, bound: Points) -> None:
        """Name the lines at their ends, and the gap between them."""
        ends = [("picture-objective", best), ("picture-bound", bound)]
        y_px = float("-inf")
        for code, points in ends:
            if not points:
                continue
            at = frame.spot(*points[-1])
            y_px = max(at[1], y_px + 36.0)
            pen.text(
                (at[0] + 12, y_px - 7),
                sentence(code, {}, self.lang),
                SMALL_PX,
                color=pen.theme.muted,
            )
            words = decimal(points[-1][1], self.lang)
            pen.text((at[0] + 12, y_px + 8), words, TEXT_PX, strong=True)
        if best and bound and best[-1][1] > 0.0:
            share = max(0.0, 1.0 - bound[-1][1] / best[-1][1])
            told = {"percent": decimal(round(100 * share, 1), self.lang)}
            gap = sentence("picture-gap-now", told, self.lang)
            pen.text((at[0] + 12, y_px + 28), gap, SMALL_PX, color=pen.theme.ink)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a second and a value lie on the sheet."""

    top_px: float
    longest_s: float
    largest: float

    def spot(self, at_s: float, value: float) -> tuple[float, float]:
        """Return the place of a value at a time."""
        left, right = BORDER_PX + LEFT_PX, WIDTH_PX - BORDER_PX - RIGHT_PX
        x_px = left + (right - left) * at_s / self.longest_s
        return x_px, self.top_px + CHART_PX * (1.0 - value / self.largest)


def _stepped(points: Points) -> Points:
    """Return the corners of the stairs through points."""
    corners = points[:1]
    for at_s, value in points[1:]:
        corners += [(at_s, corners[-1][1]), (at_s, value)]
    return corners


def _round_steps(largest: float) -> Iterator[float]:
    """Yield 0 and the multiples of 1, 2 or 5 times a power of ten up to a value, about five."""
    rough = largest / 5
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    yield from (round(number * step, 9) for number in range(ceil(largest / step + 1e-9)))
