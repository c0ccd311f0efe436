"""Bringing a lab file into the lab: what is named is made or brought up to date.

What the file does not name stays as it is. Hours, closed days and stretches in which something is
out of use or kept for some have no names: the file's replace those that were there. Stations follow
each other: one that the file does not name is out of use. The powder in a machine is set when the
machine is new; later the shop floor knows better.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from printlab import audit
from printlab.calibration_file import read_calibration
from printlab.errors import NotFound
from printlab.lab import Desk
from printlab.labfile import (
    WEEKDAYS,
    LabFile,
    MachineEntry,
    MaterialEntry,
    ParameterSetEntry,
    StationEntry,
    StationWork,
)
from printlab.labfile import Organisation as OrganisationEntry
from printlab.records import (
    Closure,
    Group,
    JsonObject,
    LabSetting,
    Machine,
    Material,
    OperatorShift,
    Organisation,
    ParameterSet,
    Station,
)
from printlab.services.lab_stretches import load_stretches
from slicer_checks.rulefile import rules_of_text, rules_text

__all__ = ["Loaded", "load"]


_OF_A_MACHINE = (
    "machine_class",
    "height_mm",
    "lasers",
    "recoat_s",
    "recoater_axis",
    "site",
    "setup_skill",
    "unload_skill",
    "powder_change_skill",
    "source",
)
_OF_A_STATION = ("name", "kind", "units", "capacity", "attended", "skill", "site", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How much of everything a lab file brought in."""

    organisations: int
    materials: int
    parameter_sets: int
    machines: int
    stations: int
    shifts: int
    closures: int


def load(desk: Desk, file: LabFile) -> Loaded:
    """Bring a lab file in; only administrators and the lab itself do."""
    if not desk.actor.has("admin"):
        raise NotFound
    lab = _organisation(desk, file.lab.name, "lab")
    lab.kvk, lab.btw_id, lab.share = file.lab.kvk, file.lab.btw_id, file.lab.share
    for entry in file.organisations:
        _load_organisation(desk, entry)
    materials = {entry.name: _load_material(desk, lab, entry) for entry in file.materials}
    for machine in file.machines:
        _load_machine(desk, lab, machine, materials)
    _load_stations(desk, lab, file.stations)
    load_stretches(desk, lab, file)
    _load_hours(desk, lab, file)
    _load_settings(desk, file)
    audit.record(desk, "lab-loaded", "organisation", lab.id)
    return Loaded(
        organisations=len(file.organisations),
        materials=len(file.materials),
        parameter_sets=sum(len(entry.parameter_sets) for entry in file.materials),
        machines=len(file.machines),
        stations=len(file.stations),
        shifts=sum(len(shift.weekdays) for shift in file.shifts),
        closures=len(file.closures),
    )


def _organisation(desk: Desk, name: str, kind: str) -> Organisation:
    query = select(Organisation)
    query = query.where(Organisation.kind == "lab") if kind == "lab" else query.filter_by(name=name)
    organisation = desk.session.scalar(query) or Organisation(name=name, kind=kind)
    organisation.name, organisation.kind = name, kind
    desk.session.add(organisation)
    desk.session.flush()
    return organisation


def _load_organisation(desk: Desk, entry: OrganisationEntry) -> None:
    row = _organisation(desk, entry.name, entry.kind)
    row.kvk, row.btw_id, row.share = entry.kvk, entry.btw_id, entry.share
    row.confidential_default = entry.confidential_default
    for wanted in entry.groups:
        query = select(Group).filter_by(organisation_id=row.id, code=wanted.code)
        group = desk.session.scalar(query) or Group(organisation_id=row.id, code=wanted.code)
        group.name, group.expires_on = wanted.name, wanted.expires_on
        desk.session.add(group)
    desk.session.flush()


def _load_material(desk: Desk, lab: Organisation, entry: MaterialEntry) -> Material:
    query = select(Material).filter_by(organisation_id=lab.id, name=entry.name)
    row = desk.session.scalar(query) or Material(organisation_id=lab.id, name=entry.name)
    row.density_g_cm3 = entry.density_g_cm3
    row.powder_cents_per_kg = _cents(entry.powder_eur_per_kg)
    row.packing_fraction = entry.packing_fraction
    row.source, row.active = entry.source, True
    desk.session.add(row)
    desk.session.flush()
    for parameters in entry.parameter_sets:
        _load_parameters(desk, lab, row, parameters)
    return row


def _load_parameters(
    desk: Desk, lab: Organisation, material: Material, entry: ParameterSetEntry
) -> None:
    query = select(ParameterSet).filter_by(organisation_id=lab.id, name=entry.name)
    row = desk.session.scalar(query) or ParameterSet(organisation_id=lab.id, name=entry.name)
    row.material_id = material.id
    row.contour_speed_mm_s = entry.contour_speed_mm_s or entry.hatch_speed_mm_s
    _copy(
        entry,
        row,
        (
            "machine_class",
            "layer_mm",
            "hatch_mm",
            "contours",
            "hatch_speed_mm_s",
            "jump_speed_mm_s",
            "delay_per_vector_us",
            "power_w",
            "stripe_mm",
            "stripe_overlap_mm",
            "sheet_rate_mm3_s",
            "sheet_source",
            "source",
        ),
    )
    row.active = True
    desk.session.add(row)
    desk.session.flush()


def _load_machine(
    desk: Desk, lab: Organisation, entry: MachineEntry, materials: dict[str, Material]
) -> None:
    query = select(Machine).filter_by(organisation_id=lab.id, name=entry.name)
    row = desk.session.scalar(query)
    if row is None:
        loaded = None if entry.loaded is None else materials[entry.loaded].id
        row = Machine(organisation_id=lab.id, name=entry.name, loaded_material_id=loaded)
    _copy(entry, row, _OF_A_MACHINE)
    row.platform_shape = entry.platform.shape
    row.platform_width_mm = entry.platform.width_mm
    row.platform_depth_mm = entry.platform.depth_mm
    row.platform_diameter_mm = entry.platform.diameter_mm
    row.platform_margin_mm = entry.platform.margin_mm
    row.laser_fields_mm = [list(field) for field in entry.laser_fields_mm]
    row.keep_outs = [[list(corner) for corner in ring] for ring in entry.platform.keep_outs]
    for name in ("warm_up", "cool_down", "setup", "unload", "powder_change"):
        setattr(row, f"{name}_s", getattr(entry, f"{name}_min") * 60)
    row.powder_changes = [
        {"from": change.from_material, "to": change.to_material, "time_s": change.time_min * 60}
        for change in entry.powder_changes
    ]
    row.rate_cents_per_h = _cents(entry.rate_eur_per_h)
    row.setup_cents = _cents(entry.setup_eur)
    row.active = True
    row.materials = [materials[name] for name in entry.materials]
    desk.session.add(row)
    desk.session.flush()


def _load_stations(desk: Desk, lab: Organisation, entries: Iterable[StationEntry]) -> None:
    """Bring the stations in; what is under way at one that is out of use goes on."""
    rows = desk.session.scalars(select(Station).where(Station.organisation_id == lab.id)).all()
    known = {(row.name, row.kind): row for row in rows}
    for row in rows:
        row.active = False
    for place, entry in enumerate(entries):
        row = known.get((entry.name, entry.kind)) or Station(organisation_id=lab.id)
        _copy(entry, row, _OF_A_STATION)
        for name in ("load", "unload", "transport"):
            setattr(row, f"{name}_s", getattr(entry, f"{name}_min") * 60)
        row.work = [_work(work) for work in entry.work]
        row.place, row.active = place, True
        desk.session.add(row)
    desk.session.flush()


def _work(work: StationWork) -> JsonObject:
    return {
        "materials": list(work.materials),
        "programme": work.programme,
        "time_s": work.time_min * 60,
        "s_per_cm2": work.min_per_cm2 * 60,
    }


def _load_hours(desk: Desk, lab: Organisation, file: LabFile) -> None:
    desk.session.execute(delete(OperatorShift).where(OperatorShift.organisation_id == lab.id))
    desk.session.execute(delete(Closure).where(Closure.organisation_id == lab.id))
    for shift in file.shifts:
        for weekday in shift.weekdays:
            row = OperatorShift(organisation_id=lab.id, weekday=WEEKDAYS.index(weekday))
            _copy(shift, row, ("name", "starts", "ends", "heads", "valid_from", "valid_until"))
            row.skills, row.sites = list(shift.skills), list(shift.sites)
            desk.session.add(row)
    for closure in file.closures:
        desk.session.add(Closure(organisation_id=lab.id, day=closure.day, reason=closure.reason))
    desk.session.flush()


def _load_settings(desk: Desk, file: LabFile) -> None:
    prices = file.prices
    sections: dict[str, dict[str, object]] = {
        "lab": file.lab.model_dump(mode="json", exclude={"kvk", "btw_id", "share"}),
        "objective": file.objective.model_dump(mode="json"),
        "prices": {
            "setup_cents": _cents(prices.setup_eur),
            "handling_cents_per_part": _cents(prices.handling_eur_per_part),
            "labour_cents_per_h": _cents(prices.labour_eur_per_h),
            "vat_percent": prices.vat_percent,
            "quote_valid_days": prices.quote_valid_days,
        },
        "rules": {"text": _rules_text(file)},
        "calibrations": {
            "documents": [read_calibration(Path(path)).to_dict() for path in file.calibrations]
        },
    }
    for name, value in sections.items():
        row = desk.session.get(LabSetting, name) or LabSetting(name=name)
        row.value, row.changed_at, row.changed_by_id = value, desk.now, desk.actor.user_id
        desk.session.add(row)
    desk.session.flush()


def _rules_text(file: LabFile) -> str:
    """Return the text of the lab's rule pack, checked; empty where it has none."""
    if file.rules is None:
        return ""
    text = rules_text(file.rules)
    rules_of_text(text)
    return text


def _copy(entry: object, row: object, names: Iterable[str]) -> None:
    for name in names:
        setattr(row, name, getattr(entry, name))


def _cents(eur: float) -> int:
    return round(eur * 100)
