"""What a report offers: the mended file and other ways to lay the part, in words."""

from collections.abc import Mapping
from typing import Any

from slicer_checks.repair import verdict_code
from slicer_checks.reports.subject import Subject
from slicer_checks.reports.words import Words
from slicer_checks.texts import word

Content = dict[str, Any]

_COUNTS = (
    "triangles",
    "boundary_edges",
    "nonmanifold_edges",
    "misoriented_edges",
    "degenerate_faces",
    "duplicate_faces",
    "bodies",
)


def ways_of(subject: Subject, words: Words) -> list[Content]:
    """Tell each way to lay the part with its picture; the present one in the estimate's numbers.

    Ways are compared in outline; what the full estimate counts beside that of the present lay, in
    time and price, is added to all, so that a difference is one of the lay alone.
    """
    now = next((way for way in subject.ways if way["as_drawn"]), None)
    if now is None or not subject.has_volume:
        return []
    beside = {name: subject.estimate[name] - now[name] for name in ("time_s", "cost_eur")}
    pictures = {picture.name: picture for picture in subject.pictures}
    told = []
    for place, way in enumerate(subject.ways):
        picture = pictures.get(f"orientation-{place}")
        title = words("way", number=place + 1)
        told.append(
            {
                "title": f"{title}, {words('way_now')}" if way["as_drawn"] else title,
                "now": way["as_drawn"],
                "file": "" if picture is None else f"{picture.name}.png",
                "alt": "" if picture is None else words.picture(picture.code, picture.params),
                "rows": _way(way, beside, words),
            }
        )
    return told


def _way(
    way: Mapping[str, Any], beside: Mapping[str, float], words: Words
) -> list[tuple[str, str]]:
    return [
        (words("time"), words.duration(way["time_s"] + beside["time_s"])),
        (words("way_supports"), f"{words.number(way['support_mm3'] / 1000)}\u00a0cm³"),
        (words("way_removal"), words.duration(way["removal_s"])),
        (words("way_price"), f"€\u00a0{words.number(round(way['cost_eur'] + beside['cost_eur']))}"),
        (words("way_height"), words.quantity(way["height_mm"], "mm")),
        (words("way_stable"), words("yes" if way["stable"] else "no")),
    ]


def repair_of(subject: Subject, words: Words) -> Content | None:
    """Tell what the mended file is, each step, what is left, and the counts before and after."""
    repair = (subject.repair or {}).get(words.lang)
    if repair is None:
        return None
    before, after = repair["before"], repair["after"]
    rows = [
        [words(name), words.number(before[name]), words.number(after[name])]
        for name in _COUNTS
        if before[name] or after[name]
    ]
    name = str(subject.part["file"])
    code = verdict_code(sound=repair["sound"], bodies=after["bodies"])
    return {
        "verdict": word(code, words.lang, name=name, bodies=after["bodies"]),
        "steps": [step["text"] for step in repair["steps"]],
        "left": [step["text"] for step in repair["left"]],
        "rows": rows,
    }
