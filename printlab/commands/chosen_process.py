"""What a command was asked to print with: built-in examples, a lab file's own, or a lab's."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from printlab.commands.lab_process import process_of_lab
from printlab.convert.process import process_of_lab_file
from printlab.labfile import read_lab_file
from slicer_checks import Process, default_process, load_rules

__all__ = ["Chosen", "chosen", "chosen_process", "with_rules"]

LAB_FILE: Final = "PRINTLAB_LAB"
"""The environment's name for the path of a lab file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A process, and the name of the lab whose machines and prices it has; empty: examples."""

    process: Process
    lab: str = ""


def chosen(material: str, layer_mm: float | None, machine: str | None) -> Chosen:
    """Give the process that is asked for and whose it is, on one machine where it is named.

    Materials, machines, prices, rules and calibrations are those of the lab file that
    ``PRINTLAB_LAB`` names, else of the lab in ``PRINTLAB_HOME``, else the built-in examples.
    """
    lab_file = os.environ.get(LAB_FILE)
    if lab_file:
        read = read_lab_file(Path(lab_file))
        process = process_of_lab_file(read, material, layer_mm, machine)
        return Chosen(process=process, lab=read.lab.name)
    known = process_of_lab(material, layer_mm)
    process, name = known or (default_process(material, layer_mm), "")
    if machine:
        process = replace(process, machines=(process.machine(machine),))
    return Chosen(process=process, lab=name)


def chosen_process(material: str, layer_mm: float | None, machine: str | None) -> Process:
    """Give the process that is asked for, as :func:`chosen` does."""
    return chosen(material, layer_mm, machine).process


def with_rules(process: Process, rules: Path | None) -> Process:
    """Give a process with the limits of a file in place of its own, where one is named."""
    return process if rules is None else replace(process, rules=load_rules(rules))
