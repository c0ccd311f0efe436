"""Letters and marks whose strokes are finer than what prints."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.narrow_places import lettering, measured
from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import PLACES_SHOWN, breach, first_passed
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.rules import Limit


def fine_text(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report each group of low thin strokes on a surface once, by its finest stroke."""
    found = sorted(lettering(part, process), key=lambda text: text.strokes, reverse=True)
    passed = [(text, _passed(text.width_mm, process)) for text in found]
    texts = [(text, limit) for text, limit in passed if limit is not None]
    both = [measured(part, process, inward=inward) for inward in (True, False)]
    for text, limit in texts[:PLACES_SHOWN]:
        numbers = [
            found.faces[flags] for found, flags in zip(both, (text.metal, text.air), strict=True)
        ]
        faces = part.solid.face_numbers[np.unique(np.concatenate(numbers))]
        yield from breach(
            "fine-text",
            limit,
            text.width_mm,
            of_faces(part, layers, faces),
            strokes=text.strokes,
            depth_mm=text.depth_mm,
            texts=len(texts),
        )


def _passed(width_mm: float, process: Process) -> Limit | None:
    """Give the limit that the finest stroke passes; no lettering has strokes beyond the lighter."""
    lost, thin = "text-line-lost", "text-line-thin"
    return first_passed(process, (lost, thin), lambda one: one.id == thin or width_mm < one.value)
