"""From the lab's materials, parameter sets and machines to a ``slicer_checks`` process."""

from collections.abc import Sequence
from dataclasses import replace

from printlab import records
from printlab.errors import Unreadable
from printlab.labfile import LabFile, MachineEntry, MaterialEntry, ParameterSetEntry
from printlab.records import JsonObject
from slicer_checks import Machine, Material, ParameterSet, Platform, Process, load_rules

__all__ = ["process_document", "process_from", "process_of_lab_file"]


def process_document(
    parameters: records.ParameterSet, machines: Sequence[records.Machine]
) -> JsonObject:
    """Write down, as JSON for a child process, what a part is printed with."""
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
            "source": parameters.source,
        },
        "machines": [_machine_document(machine) for machine in machines],
        "setup_eur": 0.0,
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
        "recoat_s": machine.recoat_s,
        "warm_up_s": machine.warm_up_s,
        "cool_down_s": machine.cool_down_s,
        "rate_eur_per_h": machine.rate_cents_per_h / 100,
        "source": machine.source,
    }


def process_from(document: JsonObject) -> Process:
    """Read such a document back as the library's value."""
    return Process(
        material=Material(**document["material"]),
        parameters=ParameterSet(**document["parameters"]),
        machines=tuple(
            Machine(**{**row, "platform": Platform(**row["platform"])})
            for row in document["machines"]
        ),
        rules=load_rules(),
        setup_eur=document["setup_eur"],
    )


def process_of_lab_file(file: LabFile, material: str, layer_mm: float | None) -> Process:
    """Return what a lab file says a part is printed with, without a lab.

    A layer thickness that no parameter set has keeps the speeds of the nearest.
    """
    entry = next((entry for entry in file.materials if entry.name == material), None)
    if entry is None:
        known = ", ".join(entry.name for entry in file.materials)
        raise Unreadable(
            "material-unknown",
            f"The lab file has no material {material}; it has {known}.",
            {"name": material, "known": known},
        )
    machines = [machine for machine in file.machines if material in machine.materials]
    if not machines:
        raise Unreadable(
            "material-not-on-machine", f"No machine of the lab file prints {material}."
        )
    return Process(
        material=Material(
            name=entry.name,
            density_g_cm3=entry.density_g_cm3,
            powder_eur_per_kg=entry.powder_eur_per_kg,
            packing_fraction=entry.packing_fraction,
            source=entry.source,
        ),
        parameters=_nearest(entry, layer_mm),
        machines=tuple(_machine_of_entry(machine) for machine in machines),
        rules=load_rules(),
        setup_eur=file.prices.setup_eur,
    )


def _nearest(entry: MaterialEntry, layer_mm: float | None) -> ParameterSet:
    sets = [_parameters_of_entry(entry.name, row) for row in entry.parameter_sets]
    if layer_mm is None:
        return sets[0]
    nearest = min(sets, key=lambda known: abs(known.layer_mm - layer_mm))
    if not layer_mm > 0:
        raise Unreadable("layer-not-positive", "The layer thickness must be above 0 mm.")
    return nearest if nearest.layer_mm == layer_mm else replace(nearest, layer_mm=layer_mm)


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
        recoat_s=row.recoat_s,
        warm_up_s=row.warm_up_min * 60,
        cool_down_s=row.cool_down_min * 60,
        rate_eur_per_h=row.rate_eur_per_h,
        source=row.source,
    )
