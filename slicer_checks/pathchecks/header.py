"""Headers that leave out what a file must say, or what shows that it is whole."""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.formats.cli_header import GUARDS
from slicer_checks.pathchecks.protocol import Subject


def header(subject: Subject) -> Iterator[Finding]:
    """Name the fields of the header that are required and not there, and those that guard."""
    lacks = subject.toolpath.facts.lacks
    for name, variant, fields in (
        ("path-header-required", "", [field for field in lacks if field not in GUARDS]),
        ("path-header-guards", "guards", [field for field in lacks if field in GUARDS]),
    ):
        limit = subject.process.limit(name)
        if len(fields) > limit.value:
            yield from breach(
                "path-header",
                limit,
                len(fields),
                Where(),
                variant=variant,
                fields=", ".join(fields),
                count=len(fields),
            )
