"""Why a job is done when it is, what it delays, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict

from scheduler.document import document_of, value_of
from scheduler.explain.advice import Advice
from scheduler.explain.delay import Delay
from scheduler.explain.link import Link
from scheduler.explain.telling import Telling
from scheduler.strict import STRICT

EXPLANATION_SCHEMA: Final = "printlab/scheduling-explanation/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one job is done at ``end``, in ticks of ``tick_s`` seconds.

    ``chain`` leads from its end backwards to now and accounts for every tick. What its links say
    is told in `sentences`; their codes are:

    * ``release``, ``mate-release``: its parts, or others in a build, are not there yet;
    * ``unavailable``, ``machine``, ``machine-down``: the machine is not there yet, prints another
      build (``build``), is down or kept for others;
    * ``person-absent``, ``person-busy``: nobody is there, or everybody has other work
      (``operation``);
    * ``powder-change``, ``set-up``, ``printing``, ``cooling``, ``unloading``: what is done;
    * ``mates-scan``, ``mates-height``: what plate-mates add to the print;
    * ``transport``, ``station-busy``, ``station-mates``, ``station-down``, ``station``,
      ``station-unloading``: after printing;
    * ``pinned``: somebody has settled the time; ``idle``: nothing stood in the way.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    schema: Literal["printlab/scheduling-explanation/1"] = EXPLANATION_SCHEMA
    job: str
    due: int | None
    end: int
    tick_s: int
    chain: tuple[Link, ...]
    delays: tuple[Delay, ...] = ()
    advice: tuple[Advice, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    def sentences(self, lang: str = "en", says: Callable[[int], str] | None = None) -> list[str]:
        """Return it in English, Dutch or German, in the order of time.

        ``says`` turns a tick into words; without it they are days and hours from tick 0.
        """
        return list(self._told(Telling.of(self.tick_s, lang, says)))

    def _told(self, telling: Telling) -> Iterator[str]:
        params = {"job": self.job, "until": self.end}
        late = 0 if self.due is None else self.end - self.due
        code = "explain-end" if self.due is None else "explain-in-time"
        if late > 0:
            code, params = "explain-late", {**params, "ticks": late}
        yield telling.sentence(code, params)
        for link in reversed(self.chain):
            known = {"ticks": link.ticks, "build": link.build, "part": link.part}
            yield telling.sentence(f"why-{link.code}", {**known, **link.params})
        for delay in self.delays:
            code = "delays-late" if delay.late else "delays"
            yield telling.sentence(code, {"job": delay.job, "ticks": delay.ticks})
        for advice in self.advice:
            yield telling.advice(advice)

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> Explanation:
        """Return the explanation of a document; raises `UnreadableProblemError`."""
        return value_of(cls, document)

    def to_dict(self) -> dict[str, object]:
        """Return the document, ready for JSON."""
        return document_of(self)
