"""The verb: a toolpath written in a format, and what that format could not hold."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from slicer_checks.errors import NotAskable
from slicer_checks.formats.cli_writer import write_cli
from slicer_checks.formats.ilt_writer import write_ilt
from slicer_checks.formats.ovf import write_ovf
from slicer_checks.formats.threemf_slices import write_slices
from slicer_checks.formats.threemf_toolpath import write_toolpath_3mf
from slicer_checks.toolpath import Toolpath
from slicer_checks.written import Written

WRITERS: Mapping[str, Callable[[Toolpath], Written]] = MappingProxyType(
    {
        "cli": partial(write_cli, form="binary"),
        "cli-ascii": partial(write_cli, form="ascii"),
        "ilt": write_ilt,
        "ovf": write_ovf,
        "3mf": write_toolpath_3mf,
        "3mf-2019": partial(write_toolpath_3mf, draft=True),
        "3mf-slices": write_slices,
    }
)
"""What can be written, by the name of the format; ``cli-ascii`` is CLI+ where it has exposures,
``3mf-2019`` the toolpath extension in the namespace of its drafts, which older programs know."""

ENDINGS: Mapping[str, str] = MappingProxyType(
    {".cli": "cli", ".ilt": "ilt", ".ovf": "ovf", ".3mf": "3mf"}
)
"""The format that the end of a file's name asks for."""


def write_toolpath(toolpath: Toolpath, file_format: str) -> Written:
    """Write a toolpath in a format.

    Parameters
    ----------
    file_format
        A key of `WRITERS`.

    Raises
    ------
    NotAskable
        ``toolpath-format-unknown`` for another format.
    """
    writer = WRITERS.get(file_format)
    if writer is None:
        raise unknown_format(file_format)
    return writer(toolpath)


def format_of(name: str) -> str:
    """Return the format that a file's name asks for.

    Raises
    ------
    NotAskable
        ``toolpath-format-unknown`` where its end is none that is known.
    """
    for ending, file_format in ENDINGS.items():
        if name.lower().endswith(ending):
            return file_format
    raise unknown_format(name)


def unknown_format(name: str) -> NotAskable:
    """Return the error for a format that is not written."""
    known = ", ".join(WRITERS)
    return NotAskable(
        "toolpath-format-unknown",
        f"There is no format for {name}; written are {known}.",
        {"name": name, "known": known},
    )
