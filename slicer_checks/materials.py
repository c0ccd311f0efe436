"""The built-in materials with their parameter sets, and machine classes as examples."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any, Final

from slicer_checks.errors import NotAskable
from slicer_checks.machine import Machine, Platform
from slicer_checks.process import Material, ParameterSet, Process
from slicer_checks.rulefile import load_rules

EXAMPLE_LABOUR_EUR_PER_H: Final = 45.0
"""An example, like all prices that are built in; a lab sets its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A material and the parameter sets known for it, the usual one first."""

    material: Material
    parameter_sets: tuple[ParameterSet, ...]

    def parameters(self, layer_mm: float | None = None) -> ParameterSet:
        """Give the set for a layer; one for the nearest layer keeps its speeds at the new one."""
        if layer_mm is None:
            return self.parameter_sets[0]
        nearest = min(self.parameter_sets, key=lambda known: abs(known.layer_mm - layer_mm))
        if nearest.layer_mm == layer_mm:
            return nearest
        return replace(nearest, layer_mm=layer_mm, sheet_rate_mm3_s=0.0, sheet_source="")


def default_process(material: str = "316L", layer_mm: float | None = None) -> Process:
    """Give a process with built-in values: parameters from published dense sets, example machines.

    Raises
    ------
    NotAskable
        ``material-unknown`` for a material that is not built in; ``layer-not-positive`` for a
        layer thickness that is not above 0.
    """
    stock = built_in_materials()
    if material not in stock:
        known = ", ".join(stock)
        raise NotAskable(
            "material-unknown",
            f"There is no material {material}; known are {known}.",
            {"name": material, "known": known},
        )
    if layer_mm is not None and not layer_mm > 0:
        raise NotAskable(
            "layer-not-positive",
            "The layer thickness must be above 0 mm.",
            {"layer_mm": layer_mm},
        )
    return Process(
        material=stock[material].material,
        parameters=stock[material].parameters(layer_mm),
        machines=example_machines(),
        rules=load_rules(),
        labour_eur_per_h=EXAMPLE_LABOUR_EUR_PER_H,
    )


def built_in_materials() -> Mapping[str, Stock]:
    """Give each built-in material by name, with its parameter sets."""
    folder = resources.files("slicer_checks").joinpath("data/materials")
    files = sorted(folder.iterdir(), key=lambda entry: entry.name)
    stocks = [_stock(tomllib.loads(entry.read_text("utf-8"))) for entry in files]
    return {stock.material.name: stock for stock in stocks}


def example_machines() -> tuple[Machine, ...]:
    """Give the example machine classes, the smallest first."""
    path = resources.files("slicer_checks").joinpath("data/machines/examples.toml")
    rows = tomllib.loads(path.read_text("utf-8"))["machine"]
    return tuple(Machine(**{**row, "platform": Platform(**row["platform"])}) for row in rows)


def _stock(document: dict[str, Any]) -> Stock:
    material = Material(**document["material"])
    sets = (ParameterSet(material=material.name, **row) for row in document["parameters"])
    return Stock(material=material, parameter_sets=tuple(sets))
