"""What a report is about: plain documents, findings and pictures, fresh or from a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slicer_checks.estimate import Estimate
from slicer_checks.finding import Finding
from slicer_checks.pictures.gallery import Picture
from slicer_checks.process import Process
from slicer_checks.report import Report, has_room, has_volume

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """Everything that a written report tells, before it is put into words.

    Parameters
    ----------
    part, layers
        As :meth:`slicer_checks.Report.to_dict` gives them.
    findings
        The gravest first.
    estimate
        As :meth:`slicer_checks.Estimate.to_dict` gives it, with ``machine`` and ``width`` (``code``
        and ``params``: why the interval is as wide as it is).
    process
        As :func:`process_facts` gives it.
    columns
        One array each with an entry per layer: ``z_mm``, ``area_mm2``, ``overhang_mm2`` and, where
        it is known, ``time_s``.
    pictures
        Those of :func:`slicer_checks.pictures.gallery.gallery`, each light.
    overrides
        The limits that a lab has set itself, as :meth:`slicer_checks.Report.to_dict` gives them.
    ways
        Ways to lay the part, as :meth:`slicer_checks.Orientation.to_dict` gives them, where they
        were sought; their pictures are named ``orientation-0`` and on.
    repair
        The mended part as :meth:`slicer_checks.Repair.to_dict` gives it, for each language, where
        one is offered.
    """

    part: Document
    layers: Document
    findings: tuple[Finding, ...]
    estimate: Document
    process: Document
    columns: Mapping[str, NDArray[np.float64]]
    pictures: Sequence[Picture]
    overrides: Sequence[Document] = ()
    ways: Sequence[Document] = ()
    repair: Mapping[str, Document] | None = None

    @property
    def accepted(self) -> bool:
        """Whether nothing was found that stops the part from being printed."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def has_volume(self) -> bool:
        """Whether it can be said how much metal the part is."""
        return has_volume(self.findings)

    @property
    def has_room(self) -> bool:
        """Whether a machine takes the part as it lies."""
        return has_room(self.findings)


def subject_of(
    report: Report, estimate: Estimate, process: Process, pictures: Sequence[Picture]
) -> Subject:
    """Gather what a fresh report is about."""
    document = report.to_dict()
    layers = report.layers
    own = document.get("overrides")
    return Subject(
        part=_mapping(document["part"]),
        layers=_mapping(document["layers"]),
        findings=report.findings,
        estimate={
            **estimate.to_dict(),
            "machine": estimate.machine,
            "width": {"code": estimate.width_code, "params": dict(estimate.width_params)},
        },
        process=process_facts(process),
        columns={
            "z_mm": layers.z_mm,
            "area_mm2": layers.area_mm2,
            "overhang_mm2": layers.overhang_mm2,
            "time_s": estimate.layer_s,
        },
        pictures=pictures,
        overrides=tuple(_mapping(row) for row in own) if isinstance(own, list) else (),
    )


def process_facts(process: Process) -> dict[str, object]:
    """Write down what a report of a part names of a process: material, parameters, the limits.

    Limits of toolpaths are none of a part's.
    """
    every = (process.limit(limit_id) for limit_id in sorted(process.rules.limits))
    limits = [limit for limit in every if not limit.judges_toolpaths]
    return {
        "material": process.material.name,
        "parameters": process.parameters.name,
        "rules": {
            "name": process.rules.name,
            "version": process.rules.version,
            "limits": [
                {
                    "id": limit.id,
                    "value": limit.value,
                    "unit": limit.unit,
                    "level": limit.level,
                    "sources": list(limit.sources),
                    "author": limit.author,
                    "date": limit.date,
                }
                for limit in limits
            ],
        },
    }


def _mapping(value: object) -> Document:
    if not isinstance(value, Mapping):
        raise TypeError("a report's document is made of mappings")
    return value
