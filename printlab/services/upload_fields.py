"""What is filled in with an upload, field by field, each mistake with a code of its own."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from printlab.errors import Invalid, NotAllowed
from printlab.lab import Desk
from printlab.records import Group, Material, Organisation, ParameterSet
from printlab.services import lab
from printlab.services.authorise import require_member, require_signed_in

__all__ = ["UNITS", "InvalidForm", "UploadFields", "read_fields"]

UNITS = ("mm", "um", "inch", "m")
_MOST_COPIES = 500
_MOST_DAYS_AHEAD = 730
_LONGEST_NOTE = 2000
_LONGEST_NAME = 200
_LONGEST_KEY = 120

T = TypeVar("T")


class InvalidForm(Invalid):
    """Several fields are wrong; ``errors`` has one :class:`Invalid` for each."""

    def __init__(self, errors: tuple[Invalid, ...]) -> None:
        first = errors[0]
        super().__init__(first.code, first.message, first.params, field=first.field)
        self.errors = errors


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFields:
    """An upload's fields, checked against the lab and against who hands it in."""

    material_id: str
    parameter_set_id: str
    machine_class: str | None
    quantity: int
    needed_by: dt.date
    organisation_id: str
    group_id: str | None = None
    name: str | None = None
    note: str = ""
    unit: str | None = None
    confidential: bool = False
    idempotency_key: str | None = None


def read_fields(desk: Desk, form: Mapping[str, str]) -> UploadFields:
    """Check what was filled in.

    Keys: ``material_id`` (an id or a name), ``machine_class`` (empty: the lab chooses),
    ``quantity``, ``needed_by`` (2027-03-28), ``organisation_id`` (empty: the actor's only one),
    ``group_id``, ``name``, ``note``, ``unit``, ``confidential``, ``idempotency_key``.

    Raises
    ------
    InvalidForm
        With one error for every field that is wrong.
    """
    require_signed_in(desk.actor)
    reading = _Reading(form=form, errors=[])
    material = reading.field("material_id", lambda text: _material(desk, text))
    machine_class = reading.field("machine_class", lambda text: _machine_class(desk, text))
    parameters = reading.field(
        "machine_class", lambda _text: _parameters(desk, material, machine_class)
    )
    quantity = reading.field("quantity", _quantity)
    needed_by = reading.field("needed_by", lambda text: _needed_by(desk, text))
    organisation = reading.field("organisation_id", lambda text: _organisation(desk, text))
    group = reading.field("group_id", lambda text: _group(desk, organisation, text))
    name = reading.field("name", _length("name-too-long", _LONGEST_NAME))
    note = reading.field("note", _length("note-too-long", _LONGEST_NOTE))
    unit = reading.field("unit", _unit)
    key = reading.field("idempotency_key", _length("key-too-long", _LONGEST_KEY))
    if reading.errors or not (material and parameters and quantity and needed_by and organisation):
        raise InvalidForm(tuple(reading.errors))
    return UploadFields(
        material_id=material.id,
        parameter_set_id=parameters.id,
        machine_class=machine_class,
        quantity=quantity,
        needed_by=needed_by,
        organisation_id=organisation.id,
        group_id=group.id if group else None,
        name=name or None,
        note=note or "",
        unit=unit,
        confidential=_ticked(form) or organisation.confidential_default,
        idempotency_key=key or None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A form being read: what was wrong so far."""

    form: Mapping[str, str]
    errors: list[Invalid]

    def field(self, name: str, read: Callable[[str], T]) -> T | None:
        """Return a field's value, or note what is wrong with it."""
        try:
            return read(self.form.get(name, "").strip())
        except Invalid as error:
            self.errors.append(
                Invalid(error.code, error.message, error.params, field=error.field or name)
            )
        except NotAllowed as error:
            self.errors.append(Invalid(error.code, error.message, error.params, field=name))
        return None


def _ticked(form: Mapping[str, str]) -> bool:
    return form.get("confidential", "").strip().lower() in {"1", "on", "true", "y", "yes"}


def _material(desk: Desk, text: str) -> Material:
    if not text:
        raise Invalid("material-missing", "Choose a material.")
    for material in lab.materials(desk):
        if text in {material.id, material.name}:
            return material
    raise Invalid("material-unknown", f"The lab does not print {text}.", {"material": text})


def _machine_class(desk: Desk, text: str) -> str | None:
    if not text:
        return None
    if text not in lab.machine_classes(desk):
        raise Invalid(
            "machine-class-unknown", f"The lab has no machine of class {text}.", {"class": text}
        )
    return text


def _parameters(
    desk: Desk, material: Material | None, machine_class: str | None
) -> ParameterSet | None:
    if material is None:
        return None
    found = lab.parameter_set_for(desk, material.id, machine_class)
    if found is None:
        raise Invalid(
            "material-not-on-machine",
            f"No machine of this class prints {material.name}.",
            {"material": material.name, "class": machine_class or ""},
        )
    return found


def _quantity(text: str) -> int:
    try:
        quantity = int(text) if text.isascii() and len(text) <= len("+000500") else 0
    except ValueError:
        quantity = 0
    if not 1 <= quantity <= _MOST_COPIES:
        raise Invalid(
            "quantity-out-of-range",
            f"Ask for 1 to {_MOST_COPIES} copies, as a whole number.",
            {"least": 1, "most": _MOST_COPIES},
        )
    return quantity


def _needed_by(desk: Desk, text: str) -> dt.date:
    if not text:
        raise Invalid("needed-by-missing", "Say by which day you need the parts.")
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("needed-by-malformed", "Write the day as 2027-03-28.") from error
    today = _today(desk)
    if day < today:
        raise Invalid("needed-by-past", "The day you need the parts is in the past.")
    if day > today + dt.timedelta(days=_MOST_DAYS_AHEAD):
        raise Invalid("needed-by-far", "The day you need the parts is more than two years ahead.")
    return day


def _today(desk: Desk) -> dt.date:
    """Return the day it is on the lab's clock."""
    return desk.now.astimezone(lab.terms(desk).time_zone).date()


def _organisation(desk: Desk, text: str) -> Organisation:
    mine = sorted(desk.actor.organisation_ids)
    organisation_id = text or (mine[0] if len(mine) == 1 else "")
    if not organisation_id:
        raise Invalid("organisation-missing", "Say for which organisation this is.")
    organisation = desk.session.get(Organisation, organisation_id)
    if organisation is None or not organisation.active:
        raise Invalid("organisation-unknown", "This organisation is not known.")
    require_member(desk.actor, organisation.id, None)
    return organisation


def _group(desk: Desk, organisation: Organisation | None, text: str) -> Group | None:
    if not text or organisation is None:
        return None
    group = desk.session.get(Group, text)
    if group is None or group.organisation_id != organisation.id:
        raise Invalid("group-unknown", "This class or course is not known.")
    if group.expires_on is not None and group.expires_on < _today(desk):
        raise Invalid("group-expired", "This class or course is over.")
    require_member(desk.actor, organisation.id, group.id)
    return group


def _length(code: str, most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        clean = "".join(c for c in text if c.isprintable() or c in "\n\t")
        if len(clean) > most:
            raise Invalid(code, f"Use at most {most} characters here.", {"most": most})
        return clean

    return read


def _unit(text: str) -> str | None:
    if text and text not in UNITS:
        raise Invalid("unit-unknown", f"Units are {', '.join(UNITS)}.", {"unit": text})
    return text or None
