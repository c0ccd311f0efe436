"""The schedule as a drawing: machines down, local time across, each build in its stages."""

from collections.abc import Callable
from datetime import datetime

from markupsafe import Markup

from web.drawings.gantt_build import ROW_PX, build_mark, labels_above
from web.drawings.gantt_closed import closed_marks
from web.drawings.gantt_people import PEOPLE_PX, people_names, people_row
from web.drawings.svg import (
    Value,
    drawing,
    element,
    group,
    join,
    line,
    number,
    path,
    rectangle,
    text,
)
from web.drawings.timeline import (
    GanttChart,
    GanttMachine,
    GanttWords,
    TimeScale,
    local_marks,
)

HEAD_PX = 46.0
NAMES_PX = 148.0
FOOT_PX = 4.0
ROOM_FOR_DAY_PX = 100.0
ROOM_FOR_WEEKDAY_PX = 56.0
ROOM_FOR_HOURS_PX = 140.0


def gantt(
    chart: GanttChart, words: GanttWords, *, width_px: float = 1078.0, identity: str = "gantt"
) -> Markup:
    """Draw the chart: a column of names that stays put beside a drawing that scrolls."""
    scale = TimeScale(start=chart.start, end=chart.end, width_px=width_px)
    region: dict[str, Value] = {
        "class": "gantt-scroll",
        "tabindex": "0",
        "role": "region",
        "aria-labelledby": f"{identity}-title",
    }
    return element(
        "div",
        {"class": "gantt"},
        element("div", {"class": "gantt-names"}, names(chart, words)),
        element("div", region, timeline(chart, words, scale, identity)),
    )


def height_px(chart: GanttChart) -> float:
    """Give the height of both halves of the drawing."""
    return _people_top(chart, len(chart.people)) + FOOT_PX


def row_top(row: int) -> float:
    """Give the upper edge of a machine's row."""
    return HEAD_PX + ROW_PX * row


def _people_top(chart: GanttChart, row: int) -> float:
    """Give the upper edge of a row of people, which are below the machines."""
    return row_top(len(chart.machines)) + PEOPLE_PX * row


def names(chart: GanttChart, words: GanttWords) -> Markup:
    """Draw the names of the machines, row for row; a reader hears them from the chart itself."""
    lines = [
        text(12, 20, words.machines, "gantt-head-label"),
        line((0, HEAD_PX), (NAMES_PX, HEAD_PX), "gantt-rule-strong"),
    ]
    for row, machine in enumerate(chart.machines):
        top = row_top(row)
        lines += [
            text(12, top + 30, machine.name, "gantt-machine"),
            text(12, top + 46, machine.note, "gantt-machine-note"),
            line((0, top + ROW_PX), (NAMES_PX, top + ROW_PX), "gantt-rule"),
        ]
    for row, people in enumerate(chart.people):
        lines += people_names(people, _people_top(chart, row), NAMES_PX)
    size = NAMES_PX, height_px(chart)
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(size[0])} {number(size[1])}",
            "width": size[0],
            "height": size[1],
            "aria-hidden": "true",
            "class": "gantt-drawing",
        },
        *lines,
    )


def timeline(chart: GanttChart, words: GanttWords, scale: TimeScale, identity: str) -> Markup:
    """Draw everything that lies on the time axis."""
    return drawing(
        identity,
        (scale.width_px, height_px(chart)),
        _patterns(identity),
        _hours_of_people(chart, scale),
        _calendar(chart, words, scale),
        *(
            _machine_row(machine, row, chart, scale, identity)
            for row, machine in enumerate(chart.machines)
        ),
        *(
            people_row(people, scale, _people_top(chart, row))
            for row, people in enumerate(chart.people)
        ),
        _now(chart, words, scale),
        title=words.title,
        description=words.description,
        class_name="gantt-drawing",
        role="group",
    )


def _patterns(identity: str) -> Markup:
    """Define the textures that tell stages apart without colour."""
    marks = {
        "powder": (6, "M-1 1l2 -2M0 6l6 -6M5 7l2 -2M-1 5l2 2M0 0l6 6M5 -1l2 2"),
        "setup": (5, "M0 2.5h5"),
        "cool": (6, "M1.5 1.5h1M4.5 4.5h1"),
        "unload": (4, "M2 0v4"),
        "down": (8, "M-2 2l4 -4M0 8l8 -8M6 10l4 -4"),
        "kept": (8, "M4 0v8M0 4h8"),
    }
    return element(
        "defs",
        None,
        *(
            element(
                "pattern",
                {
                    "id": f"{identity}-{kind}",
                    "width": side,
                    "height": side,
                    "patternUnits": "userSpaceOnUse",
                },
                path(data, f"gantt-texture gantt-texture-{kind}"),
            )
            for kind, (side, data) in marks.items()
        ),
    )


def _hours_of_people(chart: GanttChart, scale: TimeScale) -> Markup:
    """Shade the whole field as unattended, then clear the hours in which people are there."""
    field = scale.width_px, height_px(chart) - HEAD_PX - FOOT_PX
    staffed = (
        rectangle(
            (scale.x(span.start), HEAD_PX),
            (scale.x(span.end) - scale.x(span.start), field[1]),
            "gantt-staffed",
        )
        for span in chart.staffed
        if scale.shows(span.start, span.end)
    )
    return group("gantt-hours", rectangle((0, HEAD_PX), field, "gantt-unstaffed"), *staffed)


def _calendar(chart: GanttChart, words: GanttWords, scale: TimeScale) -> Markup:
    """Draw the days with their names, the hours where there is room, and the rules of the rows."""
    bottom = height_px(chart) - FOOT_PX
    day_name = _day_name(words, scale)
    flag = _now_flag(chart, words, scale) or (0.0, 0.0)
    marks = []
    for midnight in local_marks(chart.start, chart.end, chart.zone, 0):
        x = scale.x(midnight)
        marks.append(line((x, 6), (x, bottom), "gantt-day"))
        if x < scale.width_px - 24:
            marks.append(text(x + 6, 20, day_name(midnight), "gantt-day-label"))
    for hour in (6, 12, 18) if scale.day_px >= ROOM_FOR_HOURS_PX else ():
        for instant in local_marks(chart.start, chart.end, chart.zone, hour):
            x = scale.x(instant)
            marks.append(line((x, HEAD_PX - 5), (x, HEAD_PX), "gantt-hour"))
            if not flag[0] - 8 < x < sum(flag) + 8:
                label = words.hour(instant)
                marks.append(text(x, HEAD_PX - 9, label, "gantt-hour-label", "middle"))
    marks.append(line((0, HEAD_PX), (scale.width_px, HEAD_PX), "gantt-rule-strong"))
    for row in range(len(chart.machines)):
        y = row_top(row + 1)
        marks.append(line((0, y), (scale.width_px, y), "gantt-rule"))
    return group("gantt-calendar", *marks)


def _day_name(words: GanttWords, scale: TimeScale) -> Callable[[datetime], str]:
    """Choose the longest way to write a day that fits in one."""
    if scale.day_px >= ROOM_FOR_DAY_PX:
        return words.day
    return words.day_middle if scale.day_px >= ROOM_FOR_WEEKDAY_PX else words.day_short


def _machine_row(
    machine: GanttMachine, row: int, chart: GanttChart, scale: TimeScale, identity: str
) -> Markup:
    """Draw a machine's closed stretches and builds; labels that would touch are left out."""
    top = row_top(row)
    builds = [
        build
        for build in sorted(machine.builds, key=lambda build: build.start)
        if scale.shows(build.start, build.end)
    ]
    above = labels_above(builds, scale)
    return element(
        "g",
        {"role": "group", "aria-label": machine.name, "class": "gantt-row"},
        closed_marks(machine.closed, scale, top, identity),
        *(
            build_mark(build, scale, top, identity, above=allowed, now=chart.now)
            for build, allowed in zip(builds, above, strict=True)
        ),
    )


def _now_flag(chart: GanttChart, words: GanttWords, scale: TimeScale) -> tuple[float, float] | None:
    """Give the left edge and the width of the flag of this moment, if it is in the window."""
    if chart.now is None or not chart.start <= chart.now <= chart.end:
        return None
    width = len(words.now) * 6.2 + 10
    return min(max(0.0, scale.x(chart.now) - width / 2), scale.width_px - width), width


def _now(chart: GanttChart, words: GanttWords, scale: TimeScale) -> Markup:
    """Draw the line of this moment, with its word in the head where it cannot hide a build."""
    flag = _now_flag(chart, words, scale)
    if chart.now is None or flag is None:
        return join(())
    x, (left, width) = scale.x(chart.now), flag
    return group(
        "gantt-now",
        line((x, HEAD_PX - 6), (x, height_px(chart) - FOOT_PX), "gantt-now-line"),
        rectangle((left, HEAD_PX - 20), (width, 15), "gantt-now-flag"),
        text(left + width / 2, HEAD_PX - 9, words.now, "gantt-now-label", "middle"),
    )
