"""What the lab in ``PRINTLAB_HOME`` prints a material with: its machines, prices and rules."""

import os
from dataclasses import replace
from typing import Final

from sqlalchemy import make_url

from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.convert.process import process_document, process_from
from printlab.errors import Unreadable
from printlab.lab import Desk, Lab
from printlab.records import Material
from printlab.services import lab as lab_service
from printlab.settings import Settings
from slicer_checks import Process
from slicer_checks.errors import NotAskable
from slicer_checks.materials import Stock

__all__ = ["process_of_lab"]

_NAMES: Final = ("PRINTLAB_HOME", "PRINTLAB_DATABASE_URL")


def process_of_lab(material: str, layer_mm: float | None) -> tuple[Process, str] | None:
    """Return what the environment's lab prints a material with, and the lab's name.

    None where the environment names no lab, or one that has no machines and materials yet.

    Raises
    ------
    Unreadable
        ``material-unknown`` or ``material-not-on-machine``.
    NotAskable
        ``layer-not-positive``.
    """
    if not _has_lab():
        return None
    lab = Lab.open(Settings.from_environ(), bell=SilentBell())
    try:
        with lab.read(Actor.system()) as desk:
            known = lab_service.materials(desk)
            if not known:
                return None
            process = _process(desk, _material(known, material))
            return _in_layers(process, layer_mm), lab_service.terms(desk).name
    finally:
        lab.close()


def _has_lab() -> bool:
    """Whether the environment names a lab; a folder without its database is none."""
    if not any(os.environ.get(name) for name in _NAMES):
        return False
    url = make_url(Settings.from_environ().database_url)
    return url.get_backend_name() != "sqlite" or os.path.isfile(url.database or "")  # noqa: PTH113


def _material(known: list[Material], name: str) -> Material:
    for material in known:
        if material.name == name:
            return material
    names = ", ".join(material.name for material in known)
    raise Unreadable(
        "material-unknown",
        f"The lab has no material {name}; it has {names}.",
        {"name": name, "known": names},
    )


def _process(desk: Desk, material: Material) -> Process:
    """Return what a part is printed with that names no class of machine, as an upload is."""
    parameters = lab_service.parameter_set_for(desk, material.id, None)
    if parameters is None:
        raise Unreadable(
            "material-not-on-machine", f"No machine of the lab prints {material.name}."
        )
    machines = lab_service.machines_for(desk, parameters, None)
    document = process_document(
        parameters, machines, lab_service.terms(desk), lab_service.learnt(desk)
    )
    return process_from(document)


def _in_layers(process: Process, layer_mm: float | None) -> Process:
    """Return the process at another layer thickness, its speeds kept."""
    if layer_mm is not None and not layer_mm > 0:
        raise NotAskable(
            "layer-not-positive",
            "The layer thickness must be above 0 mm.",
            {"layer_mm": layer_mm},
        )
    stock = Stock(material=process.material, parameter_sets=(process.parameters,))
    return replace(process, parameters=stock.parameters(layer_mm))
