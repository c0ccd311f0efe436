"""Explanations of the scheduler in the lab's words: builds, machines and jobs by their names."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import scheduler
from printlab.convert.timeline import Timeline
from printlab.records import JsonObject
from scheduler.explain.link import Link

__all__ = [
    "SURE",
    "Cause",
    "Odds",
    "Told",
    "Words",
    "job_odds",
    "named_in",
    "told",
    "wanting_advice",
    "with_build_ids",
]

SURE: Final = 0.9
"""A job that is in time less often, of one, is at risk, and told what would help. Our own choice:
the share that an offered date keeps as well."""

_DONE = frozenset(
    {
        "powder-change",
        "set-up",
        "printing",
        "cooling",
        "unloading",
        "transport",
        "station",
        "station-unloading",
    }
)
"""Links in which something is done with the parts themselves; in all others they wait."""


_PRINT = frozenset({"printing", "mates-scan", "mates-height"})
"""Links that together tell how long a print takes, and apart how large the work of others is."""

_BUILDS = frozenset({"build", "mate"})
"""Names under which a link and its params hold builds."""

_OTHERS = frozenset({"mate-release", "station-mates"})
"""Links that tell when the work of others is there; others learn nothing of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A language, names in place of ids, and how ticks are said."""

    lang: str
    name: Callable[[str], str]
    says: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What some of the time went into, and which share of all of it."""

    sentence: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An explanation in sentences.

    The job's end, its causes in the order of time, what it delays, and what would help. ``main`` is
    the cause of its longest wait, or of what takes longest where nothing waits.
    """

    end: str
    causes: tuple[Cause, ...]
    main: str
    delays: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """How sure a job's date is.

    ``holds`` is a share of one (None without a due date); the job is done by ``likely_at`` with
    five chances in ten, by ``safe_at`` with nine.
    """

    holds: float | None
    likely_at: dt.datetime | None
    safe_at: dt.datetime | None


def with_build_ids(insight: JsonObject, ids: Mapping[str, str]) -> JsonObject:
    """Return what a plan says of its jobs, with builds by the ids of their rows.

    Builds are named in the chain of an explanation alone: by its links, and in their params.
    """

    def named(link: JsonObject) -> JsonObject:
        return _with_builds({**link, "params": _with_builds(link["params"], ids)}, ids)

    explanations = {
        job: {**told, "chain": [named(link) for link in told["chain"]]}
        for job, told in insight["explanations"].items()
    }
    return {**insight, "explanations": explanations}


def _with_builds(row: JsonObject, ids: Mapping[str, str]) -> JsonObject:
    """Return a row of names with those of builds replaced."""
    return {key: ids.get(one, one) if key in _BUILDS else one for key, one in row.items()}


def named_in(insight: JsonObject, number: str) -> set[str]:
    """Return the ids of builds and parts that the explanation of a job names, and other words."""
    links = (insight["explanations"].get(number) or {"chain": ()})["chain"]
    found = {link[name] for link in links for name in ("build", "part")}
    found |= {value for link in links for value in link["params"].values()}
    advice = (insight["explanations"].get(number) or {"advice": ()})["advice"]
    found |= {value for one in advice for value in one["params"].values()}
    return {value for value in found if isinstance(value, str)}


def job_odds(insight: JsonObject, number: str, timeline: Timeline) -> Odds | None:
    """Return how sure the date of a job is, by its number."""
    document = insight["robustness"]
    found = next((one for one in document["jobs"] if one["job"] == number), None)
    if found is None:
        return None
    likely, safe = found["end_p50"], found["end_p90"]
    return Odds(
        holds=found["holds"],
        likely_at=None if likely is None else timeline.moment(likely),
        safe_at=None if safe is None else timeline.moment(safe),
    )


def told(insight: JsonObject, number: str, words: Words, *, to_staff: bool) -> Told | None:
    """Return why a job is done when it is, or nothing where the plan does not say.

    Who does not run the lab is told nothing of what others' work needs, nor what the lab could do.
    """
    document = insight["explanations"].get(number)
    if document is None:
        return None
    whole = scheduler.Explanation.from_dict(document)
    if not to_staff:
        whole = replace(whole, chain=_public(whole.chain), delays=(), advice=())
    shown = replace(
        whole,
        chain=tuple(_named(link, words) for link in whole.chain),
        advice=tuple(replace(one, params=_params(one.params, words)) for one in whole.advice),
    )
    lines = shown.sentences(words.lang, words.says)
    first = 1 + len(shown.chain)
    whole_ticks = max(1, sum(link.ticks for link in shown.chain))
    then = first + len(shown.delays)
    links = tuple(reversed(shown.chain))
    return Told(
        end=lines[0],
        main=lines[1 + _main(links)] if links else lines[0],
        causes=tuple(
            Cause(sentence=line, share=link.ticks / whole_ticks)
            for line, link in zip(lines[1:first], links, strict=True)
        ),
        delays=tuple(lines[first:then]),
        advice=tuple(lines[then:]),
    )


def _main(links: Sequence[Link]) -> int:
    """Return which link tells most: the longest wait, or the longest of all where nothing waits."""
    return max(range(len(links)), key=lambda i: (links[i].code not in _DONE, links[i].ticks))


def wanting_advice(insight: JsonObject) -> list[str]:
    """Return the numbers of jobs that are late or at risk and were not advised yet, worst first."""
    risky = {
        one["job"]: one["holds"]
        for one in insight["robustness"]["jobs"]
        if one["holds"] is not None and one["holds"] < SURE
    }
    advised = insight.get("advised", ())
    late = {
        job: told["end"] - told["due"]
        for job, told in insight["explanations"].items()
        if job not in advised
        and told["due"] is not None
        and (told["end"] > told["due"] or job in risky)
    }
    return sorted(late, key=lambda job: (risky.get(job, 1.0), -late[job], job))


def _public(chain: Sequence[Link]) -> tuple[Link, ...]:
    """Return a chain in which what others' work needs is not told: a print is one link."""
    shown: list[Link] = []
    for link in chain:
        if link.code in _OTHERS:
            continue
        if link.code not in _PRINT:
            shown.append(link)
        elif shown and shown[-1].code == "printing" and shown[-1].build == link.build:
            start = min(shown[-1].start, link.start)
            end = max(shown[-1].end, link.end)
            shown[-1] = replace(shown[-1], start=start, end=end)
        else:
            shown.append(replace(link, code="printing", part=None, params={}))
    return tuple(shown)


def _named(link: Link, words: Words) -> Link:
    return replace(
        link,
        build=None if link.build is None else words.name(link.build),
        part=None if link.part is None else words.name(link.part),
        params=_params(link.params, words),
    )


def _params(params: Mapping[str, str | int | float], words: Words) -> dict[str, str | int | float]:
    return {
        key: words.name(value) if isinstance(value, str) else value for key, value in params.items()
    }
