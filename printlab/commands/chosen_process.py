"""What a command was asked to print with: built-in examples, or a lab file's own."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from printlab.convert.process import process_of_lab_file
from printlab.labfile import read_lab_file
from slicer_checks import Process, default_process

__all__ = ["chosen_process"]

LAB_FILE: Final = "PRINTLAB_LAB"
"""The environment's name for the path of a lab file."""


def chosen_process(material: str, layer_mm: float | None, machine: str | None) -> Process:
    """Give the process that is asked for, on one machine where it is named.

    Materials, machines, rules and calibrations are those of the lab file that the environment
    names, else the built-in examples.
    """
    lab_file = os.environ.get(LAB_FILE)
    if lab_file:
        return process_of_lab_file(read_lab_file(Path(lab_file)), material, layer_mm, machine)
    process = default_process(material, layer_mm)
    return replace(process, machines=(process.machine(machine),)) if machine else process
