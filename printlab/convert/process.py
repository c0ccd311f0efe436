"""From the lab's materials, parameter sets and machines to a ``slicer_checks`` process."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from printlab import records
from printlab.calibration_file import read_calibration
from printlab.errors import Unreadable
from printlab.labfile import LabFile, MachineEntry, MaterialEntry, ParameterSetEntry
from printlab.records import JsonObject
from printlab.services.lab import LabLearnt, LabTerms
from slicer_checks import Machine, Material, ParameterSet, Platform, Process, load_rules
from slicer_checks.calibration import Calibration
from slicer_checks.errors import NotAskable
from slicer_checks.machine import Fields
from slicer_checks.materials import Stock
from slicer_checks.process import plain_name
from slicer_checks.rulefile import rules_of_text

__all__ = ["process_document", "process_from", "process_of_lab_file"]


def process_document(
    parameters: records.ParameterSet,
    machines: Sequence[records.Machine],
    terms: LabTerms,
    learnt: LabLearnt,
) -> JsonObject:
    """Write down, as JSON for a child process, what a part is printed with in this lab."""
    material = parameters.material
    return {
        "material": {
            "name": material.name,
            "density_g_cm3": material.density_g_cm3,
            "powder_eur_per_kg": material.powder_cents_per_kg / 100,
            "packing_fraction": material.packing_fraction,
            "source": material.source,
        },
        "parameters": {
            "name": parameters.name,
            "material": material.name,
            "layer_mm": parameters.layer_mm,
            "hatch_mm": parameters.hatch_mm,
            "hatch_speed_mm_s": parameters.hatch_speed_mm_s,
            "contours": parameters.contours,
            "contour_speed_mm_s": parameters.contour_speed_mm_s,
            "jump_speed_mm_s": parameters.jump_speed_mm_s,
            "delay_per_vector_us": parameters.delay_per_vector_us,
            "power_w": parameters.power_w,
            "stripe_mm": parameters.stripe_mm,
            "stripe_overlap_mm": parameters.stripe_overlap_mm,
            "sheet_rate_mm3_s": parameters.sheet_rate_mm3_s,
            "sheet_source": parameters.sheet_source,
            "source": parameters.source,
        },
        "machines": [_machine_document(machine) for machine in machines],
        "setup_eur": terms.setup_cents / 100,
        "labour_eur_per_h": terms.labour_cents_per_h / 100,
        "handling_eur_per_part": terms.handling_cents_per_part / 100,
        "rules": learnt.rules_text,
        "calibrations": list(learnt.calibrations),
    }


def _machine_document(machine: records.Machine) -> JsonObject:
    return {
        "name": machine.name,
        "platform": {
            "shape": machine.platform_shape,
            "width_mm": machine.platform_width_mm or 0.0,
            "depth_mm": machine.platform_depth_mm or 0.0,
            "diameter_mm": machine.platform_diameter_mm or 0.0,
            "margin_mm": machine.platform_margin_mm,
        },
        "height_mm": machine.height_mm,
        "lasers": machine.lasers,
        "laser_fields_mm": machine.laser_fields_mm or [],
        "recoat_s": machine.recoat_s,
        "recoater_axis": machine.recoater_axis,
        "warm_up_s": machine.warm_up_s,
        "cool_down_s": machine.cool_down_s,
        "rate_eur_per_h": machine.rate_cents_per_h / 100,
        "setup_eur": machine.setup_cents / 100,
        "source": machine.source,
    }


def _fields(rows: Iterable[Sequence[float]]) -> Fields:
    """Return scan fields (x, y, x, y) by their corners."""
    return tuple(((left, low), (right, high)) for left, low, right, high in rows)


def process_from(document: JsonObject) -> Process:
    """Read such a document back as the library's value."""
    return Process(
        material=Material(**document["material"]),
        parameters=ParameterSet(**document["parameters"]),
        machines=tuple(
            Machine(
                **{
                    **row,
                    "platform": Platform(**row["platform"]),
                    "laser_fields_mm": _fields(row.get("laser_fields_mm", ())),
                }
            )
            for row in document["machines"]
        ),
        rules=rules_of_text(document["rules"]) if document["rules"] else load_rules(),
        setup_eur=document["setup_eur"],
        labour_eur_per_h=document["labour_eur_per_h"],
        handling_eur_per_part=document["handling_eur_per_part"],
        calibrations=tuple(Calibration.from_dict(row) for row in document["calibrations"]),
    )


def process_of_lab_file(
    file: LabFile, material: str, layer_mm: float | None = None, machine: str | None = None
) -> Process:
    """Return what a lab file says a part is printed with, as the lab that loads it does.

    The parameter set is the first that some machine prints with, one made for a class of machines
    before one for any (`services.lab.parameter_set_for`); machines come in the order of their
    names. A layer thickness that no set has keeps the speeds of the nearest.
    """
    entry = _entry(file, material)
    if layer_mm is not None and not layer_mm > 0:
        raise Unreadable("layer-not-positive", "The layer thickness must be above 0 mm.")
    machines = _asked(file, material, machine)
    classes = {row.machine_class for row in machines}
    sets = [row for row in entry.parameter_sets if row.machine_class in {None, *classes}]
    if not machines or not sets:
        raise Unreadable(
            "material-not-on-machine", f"No machine of the lab file prints {material}."
        )
    chosen = _nearest(sets, layer_mm)
    able = [row for row in machines if chosen.machine_class in {None, row.machine_class}]
    stock = Stock(
        material=_material_of_entry(entry),
        parameter_sets=(_parameters_of_entry(entry.name, chosen),),
    )
    return Process(
        material=stock.material,
        parameters=stock.parameters(layer_mm),
        machines=tuple(_machine_of_entry(row) for row in able),
        rules=load_rules(file.rules),
        setup_eur=file.prices.setup_eur,
        labour_eur_per_h=file.prices.labour_eur_per_h,
        handling_eur_per_part=file.prices.handling_eur_per_part,
        calibrations=tuple(read_calibration(Path(path)) for path in file.calibrations),
    )


def _entry(file: LabFile, material: str) -> MaterialEntry:
    """Return the entry of a material."""
    for entry in file.materials:
        if entry.name == material:
            return entry
    known = ", ".join(entry.name for entry in file.materials)
    raise Unreadable(
        "material-unknown",
        f"The lab file has no material {material}; it has {known}.",
        {"name": material, "known": known},
    )


def _asked(file: LabFile, material: str, name: str | None) -> list[MachineEntry]:
    """Return the machines that print a material, by name, or the one that is named."""
    able = sorted(
        (row for row in file.machines if material in row.materials), key=lambda row: row.name
    )
    if name is None or not able:
        return able
    alike = [row for row in able if plain_name(row.name) == plain_name(name)]
    found = [row for row in alike if row.name == name] or alike[:1]
    if not found:
        known = ", ".join(row.name for row in able)
        raise NotAskable(
            "machine-unknown",
            f"There is no machine {name}; known are {known}.",
            {"name": name, "known": known},
        )
    return found


def _nearest(sets: Sequence[ParameterSetEntry], layer_mm: float | None) -> ParameterSetEntry:
    """Return the set for a layer, or the nearest; those for a class first, then by name."""
    order = sorted(sets, key=lambda row: (row.machine_class is None, row.name))
    if layer_mm is None:
        return order[0]
    return min(order, key=lambda row: abs(row.layer_mm - layer_mm))


def _material_of_entry(entry: MaterialEntry) -> Material:
    return Material(
        name=entry.name,
        density_g_cm3=entry.density_g_cm3,
        powder_eur_per_kg=entry.powder_eur_per_kg,
        packing_fraction=entry.packing_fraction,
        source=entry.source,
    )


def _parameters_of_entry(material: str, row: ParameterSetEntry) -> ParameterSet:
    return ParameterSet(
        name=row.name,
        material=material,
        layer_mm=row.layer_mm,
        hatch_mm=row.hatch_mm,
        hatch_speed_mm_s=row.hatch_speed_mm_s,
        contours=row.contours,
        contour_speed_mm_s=row.contour_speed_mm_s or row.hatch_speed_mm_s,
        jump_speed_mm_s=row.jump_speed_mm_s,
        delay_per_vector_us=row.delay_per_vector_us,
        power_w=row.power_w,
        stripe_mm=row.stripe_mm,
        stripe_overlap_mm=row.stripe_overlap_mm,
        sheet_rate_mm3_s=row.sheet_rate_mm3_s,
        sheet_source=row.sheet_source,
        source=row.source,
    )


def _machine_of_entry(row: MachineEntry) -> Machine:
    return Machine(
        name=row.name,
        platform=Platform(
            shape=row.platform.shape,
            width_mm=row.platform.width_mm,
            depth_mm=row.platform.depth_mm,
            diameter_mm=row.platform.diameter_mm,
            margin_mm=row.platform.margin_mm,
        ),
        height_mm=row.height_mm,
        lasers=row.lasers,
        laser_fields_mm=_fields(row.laser_fields_mm),
        recoat_s=row.recoat_s,
        recoater_axis=row.recoater_axis,
        warm_up_s=row.warm_up_min * 60,
        cool_down_s=row.cool_down_min * 60,
        rate_eur_per_h=row.rate_eur_per_h,
        setup_eur=row.setup_eur,
        source=row.source,
    )
