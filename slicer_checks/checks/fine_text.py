"""Letters and marks whose strokes are finer than what prints."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.narrow_places import lettering, measured
from slicer_checks.checks.place import of_faces
from slicer_checks.checks.protocol import PLACES_SHOWN, breach
from slicer_checks.finding import Finding
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process


def fine_text(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Report each group of low thin strokes on a surface once, by its finest stroke."""
    lost, thin = process.limit("text-line-lost"), process.limit("text-line-thin")
    texts = sorted(lettering(part, process), key=lambda text: text.strokes, reverse=True)
    both = [measured(part, process, inward=inward) for inward in (True, False)]
    for text in texts[:PLACES_SHOWN]:
        numbers = [
            found.faces[flags] for found, flags in zip(both, (text.metal, text.air), strict=True)
        ]
        faces = part.solid.face_numbers[np.unique(np.concatenate(numbers))]
        yield from breach(
            "fine-text",
            lost if text.width_mm < lost.value else thin,
            text.width_mm,
            of_faces(part, layers, faces),
            strokes=text.strokes,
            depth_mm=text.depth_mm,
            texts=len(texts),
        )
