"""What the upload form says of materials and classes of machines: what for, how large, how dear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from printlab.lab import Desk
from printlab.records import Machine, Material
from printlab.services import lab
from web.localise import money, number
from web.words import class_word

__all__ = ["Hint", "class_hints", "material_hints"]

_BY = "\N{MULTIPLICATION SIGN}"

_USES: Mapping[str, object] = {
    "316L": _l("stainless steel: tough, does not rust; the usual choice to learn with"),
    "1.2709": _l("tool steel: very hard once heat-treated, for moulds and tools"),
    "AlSi10Mg": _l("aluminium: light, leads heat well, for housings and brackets"),
    "Ti6Al4V": _l("titanium: as strong as steel at little more than half the weight"),
    "IN718": _l("nickel alloy: stays strong at red heat, for turbines and nozzles"),
}
"""What well-known materials are for; one of the lab's own has its price alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A choice of the form by name, and what there is to know of it before it is made."""

    name: str
    words: str


def material_hints(desk: Desk) -> list[Hint]:
    """Return what each material is for, and what its powder costs."""
    return [Hint(name=row.name, words=_material(row)) for row in lab.materials(desk)]


def _material(row: Material) -> str:
    price = _("%(price)s a kilogram", price=money(row.powder_cents_per_kg))
    use = _USES.get(row.name)
    return price if use is None else f"{use}; {price}"


def class_hints(desk: Desk) -> list[Hint]:
    """Return the largest part that each class of machines takes, and what an hour of it costs."""
    classes: dict[str, list[Machine]] = {}
    for machine in lab.machines_in_use(desk):
        classes.setdefault(machine.machine_class, []).append(machine)
    return [
        Hint(name=str(class_word(name)), words=_class(classes[name]))
        for name in lab.machine_classes(desk)
        if name in classes
    ]


def _class(machines: Sequence[Machine]) -> str:
    largest = max(machines, key=_room_mm3)
    low, high = (end(m.rate_cents_per_h for m in machines) for end in (min, max))
    price = money(low) if low == high else f"{money(low)} \N{EN DASH} {money(high)}"
    return str(_("parts up to %(size)s; %(price)s an hour", size=_size(largest), price=price))


def _room_mm3(machine: Machine) -> float:
    wide_mm, deep_mm = _plate_mm(machine)
    return wide_mm * deep_mm * machine.height_mm


def _plate_mm(machine: Machine) -> tuple[float, float]:
    """Return width and depth of the platform within its margin."""
    margins_mm = 2 * machine.platform_margin_mm
    if _is_round(machine):
        side_mm = (machine.platform_diameter_mm or 0.0) - margins_mm
        return side_mm, side_mm
    sides_mm = machine.platform_width_mm or 0.0, machine.platform_depth_mm or 0.0
    return sides_mm[0] - margins_mm, sides_mm[1] - margins_mm


def _is_round(machine: Machine) -> bool:
    return machine.platform_shape == "circle"


def _size(machine: Machine) -> str:
    wide_mm, deep_mm = (number(side_mm) for side_mm in _plate_mm(machine))
    high_mm = number(machine.height_mm)
    if _is_round(machine):
        return f"⌀ {wide_mm} {_BY} {high_mm} mm"
    return f"{wide_mm} {_BY} {deep_mm} {_BY} {high_mm} mm"
