"""The last rows of the Gantt drawing: people there, and people at work, hour by hour."""

from markupsafe import Markup

from web.drawings.svg import element, join, line, rectangle, text
from web.drawings.timeline import GanttPeople, Load, TimeScale

PEOPLE_PX = 58.0
"""Height of the row of people."""
STEPS_TOP = 12.0
STEPS_PX = 38.0
NARROWEST_PX = 0.5


def people_names(people: GanttPeople, top: float, width_px: float) -> tuple[Markup, ...]:
    """Write what a row is about beside it."""
    return (
        line((0, top), (width_px, top), "gantt-rule-strong"),
        text(12, top + 26, people.name, "gantt-machine"),
        text(12, top + 42, people.note, "gantt-machine-note"),
    )


def people_row(people: GanttPeople, scale: TimeScale, top: float) -> Markup:
    """Draw those there as a field, those at work on it; who is wanted and not there stands out."""
    most = max((max(load.there, load.busy) for load in people.loads), default=0)
    unit = STEPS_PX / most if most else 0.0
    foot = top + STEPS_TOP + STEPS_PX
    rule = line((0, top), (scale.width_px, top), "gantt-rule-strong")
    steps = (_step(load, scale, foot, unit) for load in people.loads)
    return element(
        "g",
        {"role": "img", "aria-label": people.summary, "class": "gantt-people"},
        element("title", None, people.summary),
        rule,
        *steps,
        line((0, foot), (scale.width_px, foot), "gantt-rule"),
    )


def _step(load: Load, scale: TimeScale, foot: float, unit: float) -> Markup:
    left, right = scale.x(load.start), scale.x(load.end)
    width = right - left
    if width < NARROWEST_PX or not (load.there or load.busy):
        return Markup("")
    marks = []
    for count, name in (
        (load.there, "gantt-there"),
        (load.busy, "gantt-wanted" if load.busy > load.there else ""),
        (min(load.busy, load.there), "gantt-busy"),
    ):
        if count and name:
            marks.append(rectangle((left, foot - count * unit), (width, count * unit), name))
    return join(marks)
