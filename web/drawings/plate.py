"""One build's platform from above, with its placed parts and the sizes a setter needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.drawings.svg import Value, drawing, element, group, line, number, path, rectangle, text

SIDE_PX = 360.0
"""The longer side of the platform as drawn."""
PAD_LEFT, PAD_TOP, PAD_RIGHT, PAD_BOTTOM = 14.0, 14.0, 58.0, 46.0
LABEL_LINE_PX = 12.0
LETTER_PX = 6.4
"""Mean width of a character of a label at 11 px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A machine's platform: a rectangle, or a circle drawn in its bounding square.

    No part lies over ``keep_outs``, rings in platform millimetres.
    """

    shape: str
    width_mm: float
    depth_mm: float
    margin_mm: float
    keep_outs: tuple[tuple[tuple[float, float], ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPart:
    """A part on the platform: lower left corner and size of its rotated bounding box.

    Its shadow is an outline and holes, rings of points in platform millimetres; without one the box
    is drawn. A reserved part shows its place and nothing else. The mark is the part's number in the
    table beside the drawing, set where the label has no room.
    """

    label: str
    mark: str
    name: str
    x_mm: float
    y_mm: float
    width_mm: float
    depth_mm: float
    outline_mm: Sequence[Sequence[tuple[float, float]]] = ()
    reserved: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateWords:
    """The words of the drawing in the page's language, and how that language writes a number."""

    title: str
    description: str
    number: Callable[[float], str] = "{:g}".format


def plate(
    platform: Platform,
    parts: Sequence[PlacedPart],
    *,
    words: PlateWords,
    material: str = "",
    identity: str = "plate",
) -> Markup:
    """Draw the platform to scale with its usable border, its parts and its main sizes."""
    scale = SIDE_PX / max(platform.width_mm, platform.depth_mm)
    view = _View(platform=platform, scale=scale, words=words)
    size = (
        platform.width_mm * scale + PAD_LEFT + PAD_RIGHT,
        platform.depth_mm * scale + PAD_TOP + PAD_BOTTOM,
    )
    return drawing(
        identity,
        size,
        view.outline(0.0, "plate-platform"),
        view.outline(platform.margin_mm, "plate-margin") if platform.margin_mm > 0 else Markup(""),
        view.centre(),
        group("plate-keep-outs", *(view.keep_out(ring) for ring in platform.keep_outs)),
        group(f"plate-parts {material}".strip(), *(view.part(part) for part in parts)),
        view.dimensions(),
        title=words.title,
        description=words.description,
        class_name="plate",
        role="group" if any(part.href for part in parts) else "img",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """Millimetres from the platform's lower left corner to pixels from the upper left."""

    platform: Platform
    scale: float
    words: PlateWords

    def x(self, x_mm: float) -> float:
        return PAD_LEFT + x_mm * self.scale

    def y(self, y_mm: float) -> float:
        return PAD_TOP + (self.platform.depth_mm - y_mm) * self.scale

    def outline(self, inset_mm: float, class_name: str) -> Markup:
        width, depth = self.platform.width_mm, self.platform.depth_mm
        if self.platform.shape == "circle":
            circle: dict[str, Value] = {
                "cx": self.x(width / 2),
                "cy": self.y(depth / 2),
                "r": (width / 2 - inset_mm) * self.scale,
                "class": class_name,
            }
            return element("circle", circle)
        corner = self.x(inset_mm), self.y(depth - inset_mm)
        inside = (width - 2 * inset_mm) * self.scale, (depth - 2 * inset_mm) * self.scale
        return rectangle(corner, inside, class_name)

    def centre(self) -> Markup:
        x, y = self.x(self.platform.width_mm / 2), self.y(self.platform.depth_mm / 2)
        return group(
            "plate-centre",
            line((x - 9, y), (x + 9, y), "plate-centre-line"),
            line((x, y - 9), (x, y + 9), "plate-centre-line"),
        )

    def keep_out(self, ring: tuple[tuple[float, float], ...]) -> Markup:
        return path(self._ring(ring), "plate-keep-out")

    def part(self, part: PlacedPart) -> Markup:
        state = "plate-part plate-part-reserved" if part.reserved else "plate-part"
        inside = (
            element("title", None, part.name),
            self._shape(part),
            self._label(part),
        )
        if part.href is None:
            return element("g", {"class": state}, *inside)
        name = f"{part.mark}: {part.name}" if part.mark else part.name
        link: dict[str, Value] = {"href": part.href, "class": state, "aria-label": name}
        return element("a", link, *inside)

    def _shape(self, part: PlacedPart) -> Markup:
        corner = self.x(part.x_mm), self.y(part.y_mm + part.depth_mm)
        box = part.width_mm * self.scale, part.depth_mm * self.scale
        if not part.outline_mm:
            return rectangle(corner, box, "plate-part-outline")
        return group(
            "plate-part-shape",
            rectangle(corner, box, "plate-part-box"),
            path("".join(map(self._ring, part.outline_mm)), "plate-part-outline"),
        )

    def _ring(self, ring: Sequence[tuple[float, float]]) -> str:
        return f"M{'L'.join(f'{number(self.x(x))} {number(self.y(y))}' for x, y in ring)}Z"

    def _label(self, part: PlacedPart) -> Markup:
        """Set the label along the box's longer side; where it has no room, the mark."""
        width, depth = part.width_mm * self.scale, part.depth_mm * self.scale
        needed = len(part.label) * LETTER_PX + 4
        x = self.x(part.x_mm + part.width_mm / 2)
        y = self.y(part.y_mm + part.depth_mm / 2)
        if depth >= needed > width >= LABEL_LINE_PX:
            turned: dict[str, Value] = {
                "x": x,
                "y": y,
                "class": "plate-label",
                "text-anchor": "middle",
                "transform": f"rotate(-90 {number(x)} {number(y)}) translate(0 4)",
            }
            return element("text", turned, part.label)
        if width >= needed and depth >= LABEL_LINE_PX:
            return text(x, y + 4, part.label, "plate-label", "middle")
        if min(width, depth) >= LABEL_LINE_PX:
            return text(x, y + 4, part.mark, "plate-label", "middle")
        return text(x + width / 2 + 2, y + 3, part.mark, "plate-mark")

    def dimensions(self) -> Markup:
        """Draw the platform's width below it and its depth at its right, with their units."""
        left, right = self.x(0), self.x(self.platform.width_mm)
        top, bottom = self.y(self.platform.depth_mm), self.y(0)
        below, beside = bottom + 20, right + 20
        sign = "⌀ " if self.platform.shape == "circle" else ""
        width = f"{sign}{self.words.number(self.platform.width_mm)} mm"
        across = group(
            "plate-dimension",
            line((left, bottom + 4), (left, below + 5), "plate-dimension-line"),
            line((right, bottom + 4), (right, below + 5), "plate-dimension-line"),
            _arrows((left, below), (right, below)),
            text((left + right) / 2, below + 16, width, "plate-dimension-text", "middle"),
        )
        if self.platform.shape == "circle":
            return across
        depth = f"{self.words.number(self.platform.depth_mm)} mm"
        middle = (top + bottom) / 2
        turned: dict[str, Value] = {
            "x": beside + 8,
            "y": middle,
            "class": "plate-dimension-text",
            "text-anchor": "middle",
            "transform": f"rotate(-90 {number(beside + 8)} {number(middle)}) translate(0 8)",
        }
        upright = group(
            "plate-dimension",
            line((right + 4, top), (beside + 5, top), "plate-dimension-line"),
            line((right + 4, bottom), (beside + 5, bottom), "plate-dimension-line"),
            _arrows((beside, bottom), (beside, top)),
            element("text", turned, depth),
        )
        return across + upright


def _arrows(start: tuple[float, float], end: tuple[float, float]) -> Markup:
    """Draw a dimension line with a slim arrowhead at both ends."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        heads = f"M{number(x1)} {number(y1)}l8 -2.2v4.4zM{number(x2)} {number(y2)}l-8 -2.2v4.4z"
    else:
        heads = f"M{number(x1)} {number(y1)}l-2.2 -8h4.4zM{number(x2)} {number(y2)}l-2.2 8h4.4z"
    return line(start, end, "plate-dimension-line") + path(heads, "plate-dimension-head")
