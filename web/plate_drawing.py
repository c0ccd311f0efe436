"""A build's platform, made into the drawing of its plate and the rows of its table."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from printlab.services.plan_view import BuildView, PlacementView
from web.drawings.palette import material_class
from web.drawings.plate import PlacedPart, PlateWords, Platform, plate
from web.localise import number

__all__ = ["PlateRow", "draw_plate", "plate_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateRow:
    """One copy on the plate: its number in the drawing, its job, and where it lies."""

    mark: str
    label: str
    name: str
    placement: PlacementView


def plate_rows(build: BuildView) -> tuple[PlateRow, ...]:
    """Return the copies on a plate, numbered from the front row to the back."""
    ordered = sorted(build.placements, key=lambda place: (place.y_mm, place.x_mm))
    return tuple(_row(str(index), place) for index, place in enumerate(ordered, start=1))


def _row(mark: str, place: PlacementView) -> PlateRow:
    if place.reserved or place.job_number is None:
        return PlateRow(mark=mark, label=_("reserved"), name=_("reserved"), placement=place)
    name = _(
        "%(job)s %(part)s, copy %(copy)s",
        job=place.job_number,
        part=place.name,
        copy=place.copy,
    )
    return PlateRow(mark=mark, label=place.job_number, name=name, placement=place)


def draw_plate(
    build: BuildView,
    rows: tuple[PlateRow, ...],
    *,
    title: str,
    href: Callable[[PlacementView], str | None],
) -> Markup:
    """Draw the plate of one build."""
    machine = build.machine
    return plate(
        Platform(
            shape=machine.platform_shape,
            width_mm=machine.width_mm,
            depth_mm=machine.depth_mm,
            margin_mm=machine.margin_mm,
            keep_outs=machine.keep_outs,
        ),
        [_part(row, href(row.placement)) for row in rows],
        words=PlateWords(
            title=title,
            description=ngettext(
                "%(num)s part seen from above, to scale. The table beside says the same.",
                "%(num)s parts seen from above, to scale. The table beside says the same.",
                len(rows),
            ),
            number=lambda value: number(value, 1),
        ),
        material=material_class(build.material),
        identity=f"plate-{build.id}",
    )


def _part(row: PlateRow, href: str | None) -> PlacedPart:
    place = row.placement
    return PlacedPart(
        label=row.label,
        mark=row.mark,
        name=row.name,
        x_mm=place.x_mm,
        y_mm=place.y_mm,
        width_mm=place.width_mm,
        depth_mm=place.depth_mm,
        outline_mm=place.outline_mm or (),
        reserved=place.reserved,
        href=None if place.reserved else href,
    )
