"""A report in words, in the order in which it is read, ready for any page.

The verdict, the things to fix first, the part, then the detail. Everything is a JSON-ready
document of strings and numbers; pictures are named, and their bytes given beside it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from slicer_checks.finding import Finding
from slicer_checks.findinglist import CAUSES, lead_words, verdict_words
from slicer_checks.pictures.gallery import Picture
from slicer_checks.reports.offered import repair_of, ways_of
from slicer_checks.reports.places import measured_words, place_words
from slicer_checks.reports.subject import Subject
from slicer_checks.reports.tables import (
    breakdown_rows,
    own_rows,
    removal_line,
    rule_rows,
    slab_head,
    slab_rows,
)
from slicer_checks.reports.words import Words
from slicer_checks.spread import width_words
from slicer_checks.texts import render, sources_in, word

FIRST: Final = 2
"""How many things a report asks to fix first."""
PLACES_TOLD: Final = 8
"""Places of one kind that are told one by one."""
Content = dict[str, Any]


def content_of(subject: Subject, lang: str = "en") -> Content:
    """Put a report into the words of one language."""
    words = Words(lang)
    kinds = _kinds(subject, words)
    rows, sources = rule_rows(subject.process["rules"]["limits"], words)
    return {
        "lang": lang,
        "words": {code: words.known(code) for code in _PLAIN},
        "title": str(subject.part["file"]),
        "verdict": _verdict(subject, words),
        "first": _first(kinds, words),
        "first_title": _first_title(subject, kinds, words),
        "part_picture": _named(subject.pictures, "part", words),
        "glance": _glance(subject, words) if subject.has_volume else [],
        "glance_note": "" if subject.accepted else _unless_mended(subject, words),
        "facts": _facts(subject, words),
        "kinds": kinds,
        "maps": [
            _figure(picture, words)
            for picture in subject.pictures
            if picture.finding < 0
            and picture.name != "part"
            and not picture.name.startswith("orientation-")
        ],
        "ways": ways_of(subject, words),
        "repair": repair_of(subject, words),
        "chart": {
            "file": "chart.svg",
            "alt": words("chart_alt"),
            "caption": words("chart_caption"),
        },
        "slabs": {
            "caption": words("slabs"),
            "head": slab_head(subject.columns, words),
            "rows": slab_rows(subject.columns, words),
        },
        "breakdown": breakdown_rows(subject.estimate, words),
        "total": words.duration(subject.estimate["time_s"]),
        "interval": _interval(subject, words),
        "removal": removal_line(subject.estimate, words),
        "own_limits": own_rows(subject.overrides, words),
        "why_wide": _why_wide(subject, lang),
        "rules": {"title": _rules_title(subject, words), "rows": rows, "sources": sources},
        "file": _file(subject, words),
    }


_PLAIN: Final = (
    *("report", "the_part", "at_a_glance", "findings", "none", "fix", "why", "places", "place"),
    *("measured", "sources", "maps", "over_height", "slabs", "breakdown", "cause", "time", "share"),
    *("total", "rules", "rule", "limit", "level", "source", "file", "written_by", "page"),
    *("nothing_found", "own_limits", "instead_of", "set_by"),
    *("ways", "ways_told", "mend", "before", "after", "surface_counts"),
)


def grouped(findings: Sequence[Finding]) -> list[list[int]]:
    """Put the numbers of findings of one code and severity together, in the report's order."""
    kinds: dict[tuple[str, str], list[int]] = {}
    for number, finding in enumerate(findings):
        kinds.setdefault((finding.code, finding.severity), []).append(number)
    return list(kinds.values())


def _verdict(subject: Subject, words: Words) -> Content:
    title, counts = verdict_words(subject.findings, words.lang)
    return {"good": subject.accepted, "title": title, "counts": counts}


def _kinds(subject: Subject, words: Words) -> list[Content]:
    return [
        _kind(subject, place, numbers, words)
        for place, numbers in enumerate(grouped(subject.findings), start=1)
    ]


def _kind(subject: Subject, place: int, numbers: Sequence[int], words: Words) -> Content:
    first = subject.findings[numbers[0]]
    text = render(first, words.lang)
    further = len(numbers) - PLACES_TOLD
    label = word(first.severity, words.lang)
    return {
        "number": place,
        "code": first.code,
        "severity": first.severity,
        "severity_word": f"{len(numbers)}\u00a0\u00d7 {label}" if len(numbers) > 1 else label,
        "title": text.title,
        "why": text.why,
        "fix": text.fix,
        "sources": sources_in(first.sources, words.lang),
        "places": [_place(subject, number, words) for number in numbers[:PLACES_TOLD]],
        "further": words("further", count=further) if further > 0 else "",
    }


def _place(subject: Subject, number: int, words: Words) -> Content:
    finding = subject.findings[number]
    return {
        "title": render(finding, words.lang).title,
        "measured": measured_words(finding, words),
        "where": place_words(finding.where, words),
        "pictures": [_figure(p, words) for p in subject.pictures if p.finding == number],
    }


def _figure(picture: Picture, words: Words) -> Content:
    told = words.picture(picture.code, picture.params)
    return {"file": f"{picture.name}.png", "alt": told, "caption": told}


def _named(pictures: Sequence[Picture], name: str, words: Words) -> Content | None:
    return next((_figure(picture, words) for picture in pictures if picture.name == name), None)


def _first(kinds: Sequence[Content], words: Words) -> list[Content]:
    """Choose the gravest two of different codes, notes never, each with its first picture.

    What may be the cause of others comes first.
    """
    chosen: dict[str, Content] = {}
    for kind in kinds:
        if kind["severity"] != "info":
            chosen.setdefault(kind["code"], kind)
    return [
        {
            "number": kind["number"],
            "severity": kind["severity"],
            "severity_word": word(kind["severity"], words.lang),
            "title": kind["title"],
            "fix": kind["fix"],
            "picture": next(iter(kind["places"][0]["pictures"]), None),
        }
        for kind in sorted(chosen.values(), key=lambda kind: kind["code"] not in CAUSES)[:FIRST]
    ]


def _first_title(subject: Subject, kinds: Sequence[Content], words: Words) -> str:
    count = len(_first(kinds, words))
    return lead_words(subject.accepted, count, words.lang) if count else ""


def _glance(subject: Subject, words: Words) -> list[list[str]]:
    estimate = subject.estimate
    return [
        [words("time"), words.duration(estimate["time_s"]), _interval(subject, words)],
        [
            words("mass"),
            f"{words.number(estimate['mass_g'])}\u00a0g",
            words("mass_supports", support_mass_g=words.number(estimate["support_mass_g"])),
        ],
        [words("powder"), f"{words.number(estimate['powder_g'])}\u00a0g", ""],
        [
            words("cost"),
            f"€\u00a0{words('price', eur=estimate['cost_eur'])}",
            _price_interval(estimate, words),
        ],
    ]


def _price_interval(estimate: Mapping[str, Any], words: Words) -> str:
    """Tell between what the price lies, where it is known, and what is in it."""
    ends = (estimate.get(name, estimate["cost_eur"]) for name in ("cost_low_eur", "cost_high_eur"))
    low, high = (words.number(round(eur)) for eur in ends)
    return words("cost_of_one", low=low, high=high)


def _unless_mended(subject: Subject, words: Words) -> str:
    """Tell on which condition the numbers at a glance hold."""
    if not subject.has_volume:
        return words("no_volume")
    told = words("if_mended")
    if subject.has_room:
        return told
    return f"{words('no_room', machine=subject.estimate['machine'])} {told}"


def _interval(subject: Subject, words: Words) -> str:
    low, high = (subject.estimate[name] for name in ("time_low_s", "time_high_s"))
    return words("time_interval", low=words.duration(low), high=words.duration(high))


def _facts(subject: Subject, words: Words) -> list[list[str]]:
    part, layers = subject.part, subject.layers
    low, high = (np.array(corner) for corner in part["bounds_mm"])
    x_mm, y_mm, z_mm = (high - low).tolist()
    return [
        [
            words("size"),
            words("size_value", x_mm=x_mm, y_mm=y_mm, z_mm=z_mm).replace(" ", "\u00a0"),
        ],
        *(
            [[words("volume"), f"{words.number(part['volume_mm3'] / 1000)}\u00a0cm³"]]
            if subject.has_volume
            else []
        ),
        [words("surface"), f"{words.number(part['area_mm2'] / 100)}\u00a0cm²"],
        [words("bodies"), words.number(part["bodies"])],
        [words("closed"), words("yes" if part["watertight"] else "no")],
        [
            words("layers"),
            words("layers_value", count=layers["count"], layer_um=1000 * layers["layer_mm"]),
        ],
        [words("material"), subject.process["material"]],
        [words("parameters"), subject.process["parameters"]],
        [words("machine"), str(subject.estimate["machine"])],
    ]


def _file(subject: Subject, words: Words) -> list[list[str]]:
    part = subject.part
    return [
        [words("file_name"), str(part["file"])],
        [words("triangles"), words.number(part["triangles"])],
        [words("unit"), str(part["unit"])],
        [words("sha256"), str(part["sha256"])],
    ]


def _rules_title(subject: Subject, words: Words) -> str:
    rules: Mapping[str, Any] = subject.process["rules"]
    return words(
        "rules_of",
        name=rules["name"],
        version=rules["version"],
        material=subject.process["material"],
    )


def _why_wide(subject: Subject, lang: str) -> str:
    return width_words(subject.estimate, lang)
