"""Stretches of the Gantt drawing in which nobody, or only some, may use a machine or a station."""

from collections.abc import Sequence

from markupsafe import Markup

from web.drawings.gantt_build import BAR_PX, BAR_TOP
from web.drawings.svg import Value, element, group, join, rectangle
from web.drawings.timeline import Span, TimeScale

SIGN = (26, 13)
"""Width and height of a sign in the key (px)."""


def closed_marks(spans: Sequence[Span], scale: TimeScale, top: float, identity: str) -> Markup:
    """Draw the stretches of one row under its builds: each a texture with its sentence."""
    return join(
        element(
            "g",
            {"class": f"gantt-{_kind(span)}", "role": "img", "aria-label": span.label},
            element("title", None, span.label),
            *_field(
                (scale.x(span.start), top + BAR_TOP),
                (scale.x(span.end) - scale.x(span.start), BAR_PX),
                f"{identity}-{_kind(span)}",
            ),
        )
        for span in spans
        if scale.shows(span.start, span.end)
    )


def closed_key(*, kept: bool, identity: str = "gantt") -> Markup:
    """Draw the texture alone, for the key under the drawing that defines it."""
    kind = "kept" if kept else "down"
    size = SIGN[0] - 1.0, SIGN[1] - 1.0
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {SIGN[0]} {SIGN[1]}",
        "width": SIGN[0],
        "height": SIGN[1],
        "aria-hidden": "true",
        "class": "gantt-key",
    }
    field = _field((0.5, 0.5), size, f"{identity}-{kind}")
    return element("svg", attributes, group(f"gantt-{kind}", *field))


def _kind(span: Span) -> str:
    return "kept" if span.kept else "down"


def _field(
    corner: tuple[float, float], size: tuple[float, float], pattern: str
) -> tuple[Markup, Markup]:
    texture: dict[str, Value] = {
        "x": corner[0],
        "y": corner[1],
        "width": size[0],
        "height": size[1],
        "fill": f"url(#{pattern})",
    }
    return element("rect", texture), rectangle(corner, size, "gantt-closed")
