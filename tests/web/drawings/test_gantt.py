"""The Gantt drawing: positions are times, every build has a name, nothing carries a style."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from web.drawings.gantt import gantt
from web.drawings.gantt_build import labels_above, stage_key, state_key
from web.drawings.timeline import (
    BuildState,
    GanttBuild,
    GanttChart,
    GanttMachine,
    GanttPeople,
    GanttWords,
    Load,
    Span,
    Stage,
    TimeScale,
    Wish,
    granted,
    local_marks,
)

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, tzinfo=ZONE)
HOUR = timedelta(hours=1)
SVG = "{http://www.w3.org/2000/svg}"
WORDS = GanttWords(title="Schedule", description="Two machines & a week")


def build(
    label: str = "B-0001", start_h: float = 8, print_h: float = 24, **changes: object
) -> GanttBuild:
    """Make a build whose set-up starts some hours after Monday's midnight."""
    start = MONDAY + start_h * HOUR
    printed = start + HOUR + print_h * HOUR
    stages = (
        Stage(kind="setup", start=start, end=start + HOUR),
        Stage(kind="print", start=start + HOUR, end=printed),
        Stage(kind="cool", start=printed, end=printed + 2 * HOUR),
        Stage(kind="wait", start=printed + 2 * HOUR, end=printed + 4 * HOUR),
        Stage(kind="unload", start=printed + 4 * HOUR, end=printed + 5 * HOUR),
    )
    values: dict[str, object] = {
        "label": label,
        "detail": "316L · 3 parts",
        "name": f"Build {label} on EOS <M 290>",
        "material": "material-316l",
        "stages": stages,
        "href": f"/builds/{label}",
    }
    return GanttBuild(**(values | changes))  # type: ignore[arg-type]


def chart(*builds: GanttBuild, days: int = 7, now: datetime | None = None) -> GanttChart:
    """Make a chart of one machine over some days from Monday."""
    machine = GanttMachine(
        name="EOS M 290",
        note="316L",
        builds=builds,
        closed=(Span(start=MONDAY + 100 * HOUR, end=MONDAY + 110 * HOUR, label="Service"),),
    )
    staffed = (Span(start=MONDAY + 8 * HOUR, end=MONDAY + 17 * HOUR),)
    end = MONDAY + timedelta(days=days)
    return GanttChart(
        start=MONDAY, end=end, zone=ZONE, machines=(machine,), staffed=staffed, now=now
    )


def parse(drawn: str) -> ET.Element:
    """Parse the drawing as XML, which fails on anything unescaped."""
    return ET.fromstring(drawn)  # noqa: S314  our own drawing


def of_class(root: ET.Element, word: str) -> list[ET.Element]:
    """Give every element that carries a class."""
    return [node for node in root.iter() if word in (node.get("class") or "").split()]


def test_a_stage_lies_where_its_times_say() -> None:
    """One pixel an hour: set-up at 8, print from 9 for 24 hours, cooling for two."""
    root = parse(gantt(chart(build()), WORDS, width_px=168))
    at = {
        kind: (float(node.get("x", "")), float(node.get("width", "")))
        for kind in ("setup", "print", "cool", "unload")
        for node in of_class(root, f"gantt-stage-{kind}")
    }

    assert at["print"] == (9.0, 24.0)
    assert at["cool"] == (33.0, 2.0)
    assert at["setup"] == (8.0, 1.5)
    assert at["unload"] == (37.0, 1.5)


def test_staffed_hours_are_cleared_from_the_shade() -> None:
    """The day's staffed window runs from 8 to 17 on a scale of one pixel an hour."""
    staffed = of_class(parse(gantt(chart(build()), WORDS, width_px=168)), "gantt-staffed")

    assert [(node.get("x"), node.get("width")) for node in staffed] == [("8", "9")]


def test_a_build_is_a_link_with_a_name() -> None:
    """Keyboard and screen reader reach each build: a link, a label and a title, escaped."""
    link = of_class(parse(gantt(chart(build()), WORDS)), "gantt-build")[0]

    assert link.tag == f"{SVG}a"
    assert link.get("href") == "/builds/B-0001"
    assert link.get("aria-label") == "Build B-0001 on EOS <M 290>"
    assert link[0].text == "Build B-0001 on EOS <M 290>"


def test_a_build_without_a_page_is_a_named_picture() -> None:
    """Who may not open a build still hears what its block is."""
    mark = of_class(parse(gantt(chart(build(href=None)), WORDS)), "gantt-build")[0]

    assert (mark.tag.removeprefix(SVG), mark.get("role")) == ("g", "img")


def test_nothing_carries_a_style_attribute() -> None:
    """The drawing stands under a policy without inline styles or scripts."""
    now = MONDAY + 20 * HOUR
    drawn = gantt(chart(build(state="running", pinned=True, late=True), now=now), WORDS)

    assert "style=" not in drawn
    assert "<script" not in drawn


def test_the_drawing_has_a_title_and_a_description() -> None:
    """The svg names itself by its own title and desc."""
    root = parse(gantt(chart(build()), WORDS))
    drawing = next(node for node in root.iter(f"{SVG}svg") if node.get("role") == "group")
    names = (drawing.get("aria-labelledby") or "").split()

    assert [node.text for name in names for node in drawing.iter() if node.get("id") == name] == [
        "Schedule",
        "Two machines & a week",
    ]


@pytest.mark.parametrize("state", ["running", "finished", "failed", "cancelled"])
def test_a_state_has_a_shape(state: BuildState) -> None:
    """A state that matters is told by a shape beside the number, not by colour alone."""
    root = parse(gantt(chart(build(state=state)), WORDS))

    assert len(of_class(root, f"gantt-{state}")) == 1
    assert len(of_class(root, "gantt-glyph")) == 1


def test_pinned_and_late_builds_are_flagged() -> None:
    """A pin stands over a pinned build and an arrow underlines a late one."""
    root = parse(gantt(chart(build(pinned=True, late=True)), WORDS))

    assert (len(of_class(root, "gantt-pin")), len(of_class(root, "gantt-late"))) == (1, 1)


def test_progress_reaches_to_now() -> None:
    """The bar at a running build's foot goes from the print's start to this moment."""
    now = MONDAY + 19 * HOUR
    root = parse(gantt(chart(build(state="running"), now=now), WORDS, width_px=168))
    bar = of_class(root, "gantt-progress")[0]

    assert (bar.get("x"), bar.get("width")) == ("9", "10")
    assert of_class(root, "gantt-now-line")[0].get("x1") == "19"


def test_builds_outside_the_window_are_left_out() -> None:
    """A build that ends before the window or starts after it is not drawn."""
    builds = build("B-0001", -60, 10), build("B-0002", 8, 5), build("B-0003", 400, 5)
    root = parse(gantt(chart(*builds), WORDS))

    names = [node.get("aria-label") for node in of_class(root, "gantt-build")]
    assert names == ["Build B-0002 on EOS <M 290>"]


def test_labels_that_would_touch_are_not_set() -> None:
    """Short builds side by side on a long scale: the second label gives way, the pin stays."""
    builds = build("B-0001", 0, 0.5), build("B-0002", 8, 0.5), build("B-0003", 60, 0.5, pinned=True)
    scale = TimeScale(start=MONDAY, end=MONDAY + timedelta(days=28), width_px=1078)

    assert labels_above(builds, scale) == (True, False, True)


def test_a_firm_mark_pushes_a_label_away() -> None:
    """A label gives way to a mark that comes after it and cannot move."""
    wishes = Wish(left=0, width=50), Wish(left=30, width=10, firm=True), Wish(left=60, width=5)

    assert granted(wishes) == (False, True, True)


def test_a_long_build_holds_its_label_inside() -> None:
    """A number that fits in the printing bar needs no lane, and brings its details."""
    scale = TimeScale(start=MONDAY, end=MONDAY + timedelta(days=7), width_px=1078)

    assert labels_above((build(),), scale) == (None,)
    assert "316L · 3 parts" in gantt(chart(build()), WORDS)


def test_days_begin_at_local_midnight_when_clocks_change() -> None:
    """On the night of 25 October 2026 the day lasts 25 hours in Amsterdam."""
    start = datetime(2026, 10, 25, tzinfo=ZONE).astimezone(UTC)
    first, second = list(local_marks(start, start + timedelta(hours=40), ZONE, 0))

    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=25)


@pytest.mark.parametrize(("days", "expected"), [(7, "Mon 23 Nov"), (14, "Mon 23"), (28, "23")])
def test_the_name_of_a_day_shortens_with_the_scale(days: int, expected: str) -> None:
    """A day's name is as long as a day has room for."""
    labels = of_class(parse(gantt(chart(build(), days=days), WORDS)), "gantt-day-label")

    assert labels[0].text == expected
    assert len(labels) == days


def test_the_flag_of_now_hides_no_hour() -> None:
    """The hours under the flag of this moment are left out rather than half covered."""
    at_noon = gantt(chart(build(), now=MONDAY + 12 * HOUR), WORDS)
    hours = of_class(parse(at_noon), "gantt-hour-label")

    assert len(hours) == 7 * 3 - 1


def test_keys_draw_shapes_and_textures() -> None:
    """The key shows the same shapes and the same textures as the drawing."""
    assert "gantt-glyph" in state_key("running")
    assert "gantt-outline" in state_key("proposed")
    assert "url(#gantt-powder)" in stage_key("powder")
    assert "url(" not in stage_key("print")


def test_people_are_a_row_of_steps() -> None:
    """Those there, those at work, and those wanted where nobody is, each to the same scale."""
    hours = [(8, 12, 2, 1), (12, 16, 1, 2), (16, 17, 0, 0)]
    loads = tuple(
        Load(start=MONDAY + first * HOUR, end=MONDAY + last * HOUR, there=there, busy=busy)
        for first, last, there, busy in hours
    )
    people = GanttPeople(name="People", note="at work", summary="12 of 12 hours", loads=loads)
    drawn = parse(str(gantt(replace(chart(build()), people=(people,)), WORDS)))
    (row,) = [g for g in drawn.iter(f"{SVG}g") if g.get("class") == "gantt-people"]
    heights = {
        name: [
            float(step.attrib["height"])
            for step in row.iter(f"{SVG}rect")
            if step.get("class") == name
        ]
        for name in ("gantt-there", "gantt-busy", "gantt-wanted")
    }

    assert row.get("aria-label") == "12 of 12 hours"
    assert heights["gantt-there"] == [38.0, 19.0]
    assert heights["gantt-busy"] == [19.0, 19.0]
    assert heights["gantt-wanted"] == [38.0]


def test_rows_of_people_lie_below_each_other() -> None:
    """Each row has its name and its steps at the same height, and the drawing is as high as all."""
    load = Load(start=MONDAY + 8 * HOUR, end=MONDAY + 12 * HOUR, there=1, busy=0)
    rows = tuple(
        GanttPeople(name=name, note="", summary=name, loads=(load,)) for name in ("All", "Wire")
    )
    one, two = (
        parse(str(gantt(replace(chart(build()), people=rows[:count]), WORDS))) for count in (1, 2)
    )
    heights = [float(next(drawn.iter(f"{SVG}svg")).attrib["height"]) for drawn in (one, two)]
    steps = [
        float(step.attrib["y"])
        for step in two.iter(f"{SVG}rect")
        if step.get("class") == "gantt-there"
    ]
    names = {
        str(text.text): float(text.attrib["y"])
        for text in two.iter(f"{SVG}text")
        if text.text in {"All", "Wire"}
    }

    assert load.hours == 4.0
    assert heights[1] - heights[0] == steps[1] - steps[0] == names["Wire"] - names["All"] > 0
