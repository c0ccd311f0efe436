"""Supports that begin in powder: nothing of a part and no support is below them."""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach, first_passed
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.protocol import Subject, in_layers
from slicer_checks.pathchecks.standing import loose_supports


def support_start(subject: Subject) -> Iterator[Finding]:
    """Tell how much of all supports' length begins over powder, and the layer with most of it."""
    process = subject.process
    length_mm, loose_mm = loose_supports(subject, process.limit("path-support-gap").value)
    total_mm, over_mm = float(length_mm.sum()), float(loose_mm.sum())
    if over_mm <= 0:
        return
    value = {
        "path-support-start": 100 * over_mm / total_mm,
        "path-support-start-loose": over_mm,
    }
    limit = first_passed(process, tuple(value), lambda one: value[one.id] > one.value)
    if limit is not None:
        layer = int(loose_mm.argmax())
        yield from breach(
            "path-support-start",
            limit,
            value[limit.id],
            in_layers(subject, [layer]),
            layer=layer,
            layers=int((loose_mm > 0).sum()),
            loose_mm=over_mm,
            share=value["path-support-start"],
            **({} if limit.id == "path-support-start" else {"variant": "few"}),
        )
