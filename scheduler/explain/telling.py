"""Telling explanations to people: codes and ticks become sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scheduler.explain.advice import Advice
from scheduler.moments import Moments
from scheduler.texts import catalogue, sentence

MOMENTS = frozenset({"until", "from"})
"""Parameters that are ticks; ``ticks`` itself is a duration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A language, and how ticks are said in it."""

    moments: Moments
    says: Callable[[int], str]

    @classmethod
    def of(cls, tick_s: int, lang: str, says: Callable[[int], str] | None) -> Telling:
        """Return the telling in a language, by days and hours where nothing else is given."""
        moments = Moments(tick_s=tick_s, lang=lang)
        return cls(moments=moments, says=says or moments.says)

    def sentence(self, code: str, params: Mapping[str, object]) -> str:
        """Return the sentence of a code with moments, durations and operations in words."""
        return sentence(code, {name: self._word(name, v) for name, v in params.items()}, self._lang)

    def advice(self, advice: Advice) -> str:
        """Return an advice with what it gains and costs."""
        gain = "gain-on-time" if advice.on_time else "gain"
        told = {"gain": self.sentence(gain, {"ticks": advice.gain_ticks})}
        costs = self.costs(advice.cost)
        if advice.later_jobs:
            costs.append(self.sentence("cost-later", {"jobs": ", ".join(advice.later_jobs)}))
        text = self.sentence(advice.code, {**advice.params, **told})
        return (
            self.sentence("advice-cost", {"advice": text, "cost": ", ".join(costs)})
            if costs
            else text
        )

    def costs(self, amounts: Mapping[str, float]) -> list[str]:
        """Return what is more and what is less of each term of the objective, in words."""
        return [self._cost(name, amount) for name, amount in amounts.items() if amount]

    @property
    def _lang(self) -> str:
        return self.moments.lang

    def _cost(self, name: str, amount: float) -> str:
        sign = "+" if amount > 0.0 else "\N{MINUS SIGN}"
        if name == "stability":
            count = round(abs(amount))
            return self.sentence(f"cost-{name}", {"amount": f"{sign}{count}", "count": count})
        size = self.moments.lasts(abs(amount))
        return self.sentence(f"cost-{name}", {"amount": f"{sign}{size}"})

    def _word(self, name: str, value: object) -> object:
        if name in MOMENTS and isinstance(value, int):
            return self.says(value)
        if name == "ticks" and isinstance(value, int):
            return self.moments.lasts(value)
        if name == "operation" and f"operation-{value}" in catalogue(self._lang):
            return sentence(f"operation-{value}", {}, self._lang)
        return value
