"""Rule packs as files: TOML in, checked once against its schema, laid over the built-in pack."""

import datetime as dt
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from slicer_checks.errors import NotAskable
from slicer_checks.rules import Level, Limit, Override, RulePack, Source, unknown_limit

PACK_BYTES_MAX = 1_000_000
"""A rule pack is a few pages of text; nothing larger is read."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SourceRow(_Table):
    """A source as a file names it."""

    title: str = Field(min_length=3, description="What a reader can look for.")
    url: str = Field(default="", description="Where it can be read, if it can.")


class LimitRow(_Table):
    """A limit as a file gives it; an override may leave out what it does not change."""

    value: FiniteFloat | None = Field(default=None, description="The limit's number.")
    unit: str | None = Field(default=None, description="Unit of the number.")
    level: Level | None = Field(default=None, description="Severity of a finding, off, or steers.")
    sources: tuple[str, ...] = Field(default=(), description="Names of rows under [sources].")
    note: str = Field(default="", description="What the sources say.")
    author: str = Field(default="", description="Who set this limit.")
    date: dt.date | None = Field(default=None, description="When it was set.")


class RulePackFile(_Table):
    """A rule pack document."""

    schema_: Literal["printlab/rule-pack/1"] = Field(alias="schema")
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    author: str = Field(default="", description="Who answers for the pack; an override has one.")
    date: dt.date | None = Field(default=None, description="Date of the pack.")
    sources: dict[str, SourceRow] = Field(default_factory=dict)
    limits: dict[str, LimitRow] = Field(default_factory=dict)
    materials: dict[str, dict[str, LimitRow]] = Field(default_factory=dict)
    machines: dict[str, dict[str, LimitRow]] = Field(default_factory=dict)


def load_rules(path: str | os.PathLike[str] | None = None) -> RulePack:
    """Load the built-in rule pack, with a lab's own limits laid over it.

    Parameters
    ----------
    path
        A TOML file with the limits that differ; it names its author and date. None gives the
        built-in pack.

    Raises
    ------
    NotAskable
        ``rules-unreadable``, ``rules-invalid`` or ``limit-unknown``, each with one sentence.
    """
    return _built_in() if path is None else rules_of_text(rules_text(path))


def rules_text(path: str | os.PathLike[str]) -> str:
    """Read a rule pack's file as text; raises `NotAskable` (``rules-unreadable``)."""
    return _read_text(Path(path))


def rules_of_text(text: str) -> RulePack:
    """Lay a lab's own limits, as the text of a file, over the built-in pack; see `load_rules`."""
    return _overlay(_built_in(), _parse(text))


def _built_in() -> RulePack:
    text = resources.files("slicer_checks").joinpath("data/rules/metal.toml").read_text("utf-8")
    return whole_pack(text)


def whole_pack(text: str) -> RulePack:
    """Read a pack that stands alone: each of its limits has a value, a unit and a level."""
    document = _parse(text)
    empty = RulePack(name=document.name, version=document.version, limits={})
    limits = {key: _limit(key, row, None, document) for key, row in document.limits.items()}
    return _with_own(empty, limits, document)


def _overlay(base: RulePack, document: RulePackFile) -> RulePack:
    if not document.author or document.date is None:
        raise _invalid("author, date", "an override names its author and its date")
    limits = dict(base.limits)
    for key, row in document.limits.items():
        if key not in limits:
            raise unknown_limit(key, limits)
        limits[key] = _limit(key, row, limits[key], document)
    pack = _with_own(base, limits, document)
    return replace(pack, overrides=tuple(_overrides(base, pack, document)))


def _overrides(base: RulePack, pack: RulePack, document: RulePackFile) -> Iterator[Override]:
    """Tell each limit that a document sets, beside what held before."""
    for key in document.limits:
        yield _override(pack.limit(key), base.limit(key))
    for name, rows in document.materials.items():
        for key in rows:
            yield replace(_override(pack.limit(key, name), base.limit(key, name)), material=name)
    for name, rows in document.machines.items():
        for key in rows:
            own = pack.limit(key, machine=name)
            yield replace(_override(own, base.limit(key, machine=name)), machine=name)


def _override(limit: Limit, before: Limit) -> Override:
    return Override(limit=limit, was=before.value, was_level=before.level)


def _with_own(base: RulePack, limits: Mapping[str, Limit], document: RulePackFile) -> RulePack:
    """Lay the document's rows for materials and machines over the base's."""
    return RulePack(
        name=document.name,
        version=document.version,
        limits=limits,
        materials=_own(base.materials, document.materials, limits, document),
        machines=_own(base.machines, document.machines, limits, document),
        author=document.author,
        date=document.date.isoformat() if document.date else "",
    )


def _own(
    before: Mapping[str, Mapping[str, Limit]],
    rows_of: Mapping[str, Mapping[str, LimitRow]],
    limits: Mapping[str, Limit],
    document: RulePackFile,
) -> dict[str, dict[str, Limit]]:
    """Give the limits of each material or machine; a new general limit ends the old rows."""
    result = {
        name: {key: limit for key, limit in rows.items() if key not in document.limits}
        for name, rows in before.items()
    }
    for name, rows in rows_of.items():
        own = result.setdefault(name, {})
        for key, row in rows.items():
            if key not in limits:
                raise unknown_limit(key, limits)
            own[key] = _limit(key, row, own.get(key, limits[key]), document)
    return result


def _limit(key: str, row: LimitRow, base: Limit | None, document: RulePackFile) -> Limit:
    value, unit, level = row.value, row.unit, row.level
    if base is not None:
        if unit not in (None, base.unit):
            raise _invalid(f"limits.{key}.unit", f"the unit is {base.unit}")
        value = base.value if value is None else value
        unit, level = base.unit, level or base.level
    if value is None or unit is None or level is None:
        raise _invalid(f"limits.{key}", "a new limit has a value, a unit and a level")
    day = row.date or document.date
    return Limit(
        id=key,
        value=value,
        unit=unit,
        level=level,
        sources=_sources(key, row, document),
        note=row.note,
        author=row.author or document.author,
        date=day.isoformat() if day else "",
    )


def _sources(key: str, row: LimitRow, document: RulePackFile) -> tuple[str, ...]:
    """Spell the sources out; an override without one is its author's word, and says so."""
    unknown = [name for name in row.sources if name not in document.sources]
    if unknown:
        raise _invalid(f"limits.{key}.sources", f"there is no [sources.{unknown[0]}]")
    if row.sources:
        rows = (document.sources[name] for name in row.sources)
        return tuple(str(Source(title=row.title, url=row.url)) for row in rows)
    return (f"{document.name}, {row.author or document.author}",)


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(PACK_BYTES_MAX + 1)
        if len(content) > PACK_BYTES_MAX:
            raise _invalid("file", f"a rule pack has at most {PACK_BYTES_MAX} bytes")
        return content.decode("utf-8")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
    except UnicodeDecodeError:
        reason = "it is not UTF-8 text"
    raise NotAskable(
        "rules-unreadable",
        f"The rule pack {path.name} cannot be read: {reason}.",
        {"name": path.name, "reason": reason},
    )


def _parse(text: str) -> RulePackFile:
    try:
        return RulePackFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _invalid("file", str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise _invalid(place, first["msg"]) from None


def _invalid(place: str, reason: str) -> NotAskable:
    return NotAskable(
        "rules-invalid",
        f"The rule pack is not valid at {place}: {reason[:1].lower()}{reason[1:]}.",
        {"place": place, "reason": reason},
    )
