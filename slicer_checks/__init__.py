r"""Checks a metal (L-PBF) part: read it, slice it, hold it against rules, estimate it.

The straight line::

    bytes -> read -> Part -> slice_part -> LayerStack -> check    -> Report
                                                  \----> estimate -> Estimate
    bytes -> read_toolpath -> Toolpath -> check_toolpath -> PathReport
    Part  -> make_toolpath -> Toolpath -> write_toolpath -> bytes, and what they cannot hold

Values in, values out: no database, no clock, no environment. What is wrong with a part is a
`Finding` in the report; a `SlicerChecksError` is raised only for what cannot be read or asked.
"""

from slicer_checks.calibrate import calibrate as calibrate
from slicer_checks.check import check as check
from slicer_checks.check_toolpath import check_toolpath as check_toolpath
from slicer_checks.errors import SlicerChecksError as SlicerChecksError
from slicer_checks.estimate import Estimate as Estimate
from slicer_checks.estimate import estimate as estimate
from slicer_checks.finding import Finding as Finding
from slicer_checks.finding import Where as Where
from slicer_checks.layerstack import LayerStack as LayerStack
from slicer_checks.machine import Machine as Machine
from slicer_checks.machine import Platform as Platform
from slicer_checks.make_toolpath import make_toolpath as make_toolpath
from slicer_checks.materials import default_process as default_process
from slicer_checks.orient import orient as orient
from slicer_checks.part import Part as Part
from slicer_checks.process import Material as Material
from slicer_checks.process import ParameterSet as ParameterSet
from slicer_checks.process import Process as Process
from slicer_checks.read import read as read
from slicer_checks.read_toolpath import read_toolpath as read_toolpath
from slicer_checks.repair import repair as repair
from slicer_checks.report import Report as Report
from slicer_checks.rulefile import load_rules as load_rules
from slicer_checks.scanstrategy import ScanStrategy as ScanStrategy
from slicer_checks.slicing import slice_part as slice_part
from slicer_checks.stream_toolpath import stream_toolpath as stream_toolpath
from slicer_checks.texts import render as render
from slicer_checks.texts import render_error as render_error
from slicer_checks.toolpath import Toolpath as Toolpath
from slicer_checks.write_toolpath import write_toolpath as write_toolpath

__all__ = [
    "Estimate",
    "Finding",
    "LayerStack",
    "Machine",
    "Material",
    "ParameterSet",
    "Part",
    "Platform",
    "Process",
    "Report",
    "ScanStrategy",
    "SlicerChecksError",
    "Toolpath",
    "Where",
    "calibrate",
    "check",
    "check_toolpath",
    "default_process",
    "estimate",
    "load_rules",
    "make_toolpath",
    "orient",
    "read",
    "read_toolpath",
    "render",
    "render_error",
    "repair",
    "slice_part",
    "stream_toolpath",
    "write_toolpath",
]
