"""One SVG element as escaped markup: the only place where drawings make angle brackets."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

Value = str | float | int | None
"""What an attribute may hold; None leaves the attribute out."""


def number(value: float) -> str:
    """Write a coordinate with at most two decimals: a hundredth of a pixel is enough."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in {"-0", ""} else short


def element(name: str, attributes: Mapping[str, Value] | None = None, *children: str) -> Markup:
    """Make one element; attribute values and plain string children are escaped."""
    pairs = "".join(
        f' {key}="{number(value) if isinstance(value, float) else escape(str(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    inside = join(children)
    if not inside:
        return Markup(f"<{name}{pairs}/>")  # noqa: S704  every value above is escaped
    return Markup(f"<{name}{pairs}>{inside}</{name}>")  # noqa: S704  children are escaped by join


def join(children: Iterable[str]) -> Markup:
    """Join markup and plain strings, escaping the plain ones."""
    return Markup("").join(children)


def text(x: float, y: float, words: str, class_name: str, anchor: str = "start") -> Markup:
    """Set one line of text with its baseline at (x, y)."""
    attributes: dict[str, Value] = {"x": float(x), "y": float(y), "class": class_name}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    return element("text", attributes, words)


def line(start: tuple[float, float], end: tuple[float, float], class_name: str) -> Markup:
    """Draw one straight line."""
    return element(
        "line",
        {
            "x1": float(start[0]),
            "y1": float(start[1]),
            "x2": float(end[0]),
            "y2": float(end[1]),
            "class": class_name,
        },
    )


def rectangle(corner: tuple[float, float], size: tuple[float, float], class_name: str) -> Markup:
    """Draw one rectangle from its upper left corner."""
    return element(
        "rect",
        {
            "x": float(corner[0]),
            "y": float(corner[1]),
            "width": float(size[0]),
            "height": float(size[1]),
            "class": class_name,
        },
    )


def group(class_name: str, *children: str) -> Markup:
    """Group elements under one class."""
    return element("g", {"class": class_name}, *children)


def path(data: str, class_name: str) -> Markup:
    """Draw one path."""
    return element("path", {"d": data, "class": class_name})


def drawing(
    identity: str,
    size: tuple[float, float],
    *children: str,
    title: str,
    description: str,
    class_name: str,
    role: str = "img",
) -> Markup:
    """Make the svg root with its accessible name and description.

    Use the role ``group`` when the drawing holds links: ``img`` would hide them from a reader.
    """
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(size[0])} {number(size[1])}",
            "width": float(size[0]),
            "height": float(size[1]),
            "role": role,
            "aria-labelledby": f"{identity}-title {identity}-description",
            "class": class_name,
        },
        element("title", {"id": f"{identity}-title"}, title),
        element("desc", {"id": f"{identity}-description"}, description),
        *children,
    )
