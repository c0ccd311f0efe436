"""From the lab's materials, parameter sets and machines to a ``slicer_checks`` process."""

from collections.abc import Sequence

from printlab import records
from printlab.records import JsonObject
from slicer_checks import Machine, Material, ParameterSet, Process, load_rules
from slicer_checks.process import Platform

__all__ = ["process_document", "process_from"]


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
