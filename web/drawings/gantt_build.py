"""One build in the Gantt drawing: its stages, its outline, its state told by shape and label."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from web.drawings.svg import Value, element, group, join, line, number, path, rectangle, text
from web.drawings.timeline import GanttBuild, Stage, StageKind, TimeScale, Wish, granted

ROW_PX = 66.0
BAR_TOP = 18.0
BAR_PX = 38.0
LETTER_PX = 6.4
"""Mean width of a character of a label at 11 px."""
SMALL_LETTER_PX = 5.9
GLYPH_PX = 13.0
SLIMMEST_PX = 1.5
"""A stage narrower than this is still drawn this wide, so that it can be seen."""

GLYPHS = {
    "moved": "M0 4.5l3.2 -3.2v2.2h3.6v-2.2l3.2 3.2l-3.2 3.2v-2.2h-3.6v2.2z",
    "running": "M0 0l7 4.5l-7 4.5z",
    "finished": "M0 5l3 3.2l5.4 -7.4l1.2 .9l-6.4 8.8l-4.4 -4.6z",
    "failed": "M0 1l1 -1l3.5 3.5l3.5 -3.5l1 1l-3.5 3.5l3.5 3.5l-1 1l-3.5 -3.5l-3.5 3.5l-1 -1l3.5 "
    "-3.5z",
    "cancelled": "M0 3.8h9v1.6h-9z",
}
"""The shape of each state that has one; a proposed build has a broken outline instead."""
PIN = "M2 0h6v1.4h-1v3.2l1.6 1.8v1.2h-2.9v3.4h-1.4v-3.4h-2.9v-1.2l1.6 -1.8v-3.2h-1z"
PIN_PX = 10.0
LATE = "M0 3.4h7v-3.4l5 4.6l-5 4.6v-3.4h-7z"
TEXTURED = frozenset({"powder", "setup", "cool", "unload"})


def build_mark(
    build: GanttBuild,
    scale: TimeScale,
    top: float,
    identity: str,
    *,
    above: bool | None,
    now: datetime | None,
) -> Markup:
    """Draw one build; ``above`` says whether its label may stand over it; None: it is inside."""
    attributes: dict[str, Value] = {
        "class": f"gantt-build gantt-{build.state} {build.material}",
        "aria-label": build.name,
        "href": build.href,
    }
    if build.href is None:
        attributes["role"] = "img"
    y = top + BAR_TOP
    return element(
        "g" if build.href is None else "a",
        attributes,
        element("title", None, build.name),
        *(_stage(stage, scale, y, identity) for stage in build.stages),
        _outline(build, scale, y),
        _progress(build, scale, y, now),
        _words(build, scale, y, above=above),
        _flags(build, scale, y),
    )


def has_room(build: GanttBuild, scale: TimeScale) -> bool:
    """Say whether the build's number fits inside the part of the bar that prints."""
    left, right = _print_span(build, scale)
    return right - left >= _label_px(build) + 8


def labels_above(builds: Sequence[GanttBuild], scale: TimeScale) -> tuple[bool | None, ...]:
    """Say per build whether its label may stand over the bar; None where it fits inside.

    Pins always stand over the bar; a label that would touch a pin or another label is left to
    the table under the drawing.
    """
    wishes: list[tuple[int, Wish]] = []
    for index, build in enumerate(builds):
        left, shift = scale.x(build.start), 0.0
        if build.pinned:
            wishes.append((index, Wish(left=left, width=PIN_PX, firm=True)))
            shift = PIN_PX + 4.5
        if not has_room(build, scale):
            wishes.append((index, Wish(left=left + shift, width=_label_px(build))))
    wishes.sort(key=lambda pair: pair[1].left)
    kept = granted([wish for _, wish in wishes])
    labels = {
        index: fits for (index, wish), fits in zip(wishes, kept, strict=True) if not wish.firm
    }
    return tuple(labels.get(index) for index in range(len(builds)))


def _label_px(build: GanttBuild) -> float:
    return len(build.label) * LETTER_PX + (GLYPH_PX if build.state in GLYPHS else 0.0)


def _print_span(build: GanttBuild, scale: TimeScale) -> tuple[float, float]:
    printing = [stage for stage in build.stages if stage.kind == "print"] or list(build.stages)
    return scale.x(printing[0].start), scale.x(printing[-1].end)


def _stage(stage: Stage, scale: TimeScale, y: float, identity: str) -> Markup:
    """Draw a stage as a field of its material's tint, under its texture where it has one."""
    if not scale.shows(stage.start, stage.end):
        return Markup("")
    left, right = scale.x(stage.start), scale.x(stage.end)
    width = max(right - left, SLIMMEST_PX)
    if stage.kind == "wait":
        return line((left, y + BAR_PX / 2), (right, y + BAR_PX / 2), "gantt-wait")
    field = rectangle((left, y), (width, BAR_PX), f"gantt-stage gantt-stage-{stage.kind}")
    if stage.kind not in TEXTURED:
        return field
    texture: dict[str, Value] = {
        "x": left,
        "y": y,
        "width": width,
        "height": BAR_PX,
        "fill": f"url(#{identity}-{stage.kind})",
        "class": "gantt-texture-field",
    }
    return field + element("rect", texture)


def _outline(build: GanttBuild, scale: TimeScale, y: float) -> Markup:
    """Draw the borders: a thin one round the whole stay, a strong one round the print."""
    left, right = scale.x(build.start), scale.x(build.end)
    first, last = _print_span(build, scale)
    whole = rectangle((left, y), (max(right - left, SLIMMEST_PX), BAR_PX), "gantt-stay")
    print_size = max(last - first, SLIMMEST_PX), BAR_PX
    return whole + rectangle((first, y), print_size, "gantt-outline")


def _progress(build: GanttBuild, scale: TimeScale, y: float, now: datetime | None) -> Markup:
    """Draw how far a running build has come, as a bar at its foot."""
    if build.state != "running" or now is None:
        return Markup("")
    left, right = _print_span(build, scale)
    done = min(max(scale.x(now), left), right)
    return rectangle((left, y + BAR_PX - 4), (done - left, 4), "gantt-progress")


def _words(build: GanttBuild, scale: TimeScale, y: float, *, above: bool | None) -> Markup:
    """Set the build's number and, where they fit, its details."""
    left, right = _print_span(build, scale)
    if above is None:
        label = _label(build, left + 5, y + 15)
        room = right - left - 8
        if len(build.detail) * SMALL_LETTER_PX > room:
            return label
        return label + text(left + 5, y + 29, build.detail, "gantt-detail")
    if not above:
        return Markup("")
    shift = PIN_PX + 4.5 if build.pinned else 0.0
    return _label(build, scale.x(build.start) + shift, y - 5)


def _label(build: GanttBuild, x: float, baseline: float) -> Markup:
    glyph = GLYPHS.get(build.state)
    if glyph is None:
        return text(x, baseline, build.label, "gantt-label")
    place: dict[str, Value] = {
        "d": glyph,
        "class": "gantt-glyph",
        "transform": f"translate({number(x)} {number(baseline - 9)})",
    }
    return element("path", place) + text(x + GLYPH_PX, baseline, build.label, "gantt-label")


def _flags(build: GanttBuild, scale: TimeScale, y: float) -> Markup:
    """Draw a pin over a pinned build's start; underline a late build to an arrow at its end."""
    left, right = scale.x(build.start), scale.x(build.end)
    marks = []
    if build.pinned:
        marks.append(_placed(PIN, "gantt-pin", left + 2, y - 13))
    if build.late:
        length = max(right - left - 5, 2.0)
        arrow = f"M0 1.4h{number(length)}v-1.6l5 3.1l-5 3.1v-1.6h-{number(length)}z"
        marks.append(_placed(arrow, "gantt-late", left, y + BAR_PX + 1.5))
    return group("gantt-flags", *marks) if marks else join(())


def _placed(data: str, class_name: str, x: float, y: float) -> Markup:
    place: dict[str, Value] = {
        "d": data,
        "class": class_name,
        "transform": f"translate({number(x)} {number(y)})",
    }
    return element("path", place)


def state_key(state: str) -> Markup:
    """Draw a state's shape alone, for the key under the drawing and for lists."""
    shapes = {**GLYPHS, "pinned": PIN, "late": LATE}
    known = shapes.get(state)
    inside = (
        rectangle((1, 1), (10, 9), "gantt-outline")
        if known is None
        else path(known, "gantt-late" if state == "late" else "gantt-glyph")
    )
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": "-1 -1 13 13",
            "width": 13,
            "height": 13,
            "aria-hidden": "true",
            "class": f"gantt-key gantt-{state}",
        },
        inside,
    )


def stage_key(kind: StageKind, identity: str = "gantt") -> Markup:
    """Draw a stage's texture alone, for the key under the drawing that defines the textures."""
    field = rectangle((0.5, 0.5), (25, 12), f"gantt-stage gantt-stage-{kind}")
    texture: dict[str, Value] = {
        "x": 0.5,
        "y": 0.5,
        "width": 25,
        "height": 12,
        "fill": f"url(#{identity}-{kind})",
    }
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": "0 0 26 13",
            "width": 26,
            "height": 13,
            "aria-hidden": "true",
            "class": "gantt-key",
        },
        field,
        element("rect", texture) if kind in TEXTURED else join(()),
        rectangle((0.5, 0.5), (25, 12), "gantt-stay"),
    )
