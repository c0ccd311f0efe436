"""The file of the toolpath holds more than was read."""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.protocol import Subject


def unread(subject: Subject) -> Iterator[Finding]:
    """Say what was left out: pauses, changes of power along a vector, commands of others ..."""
    limit = subject.process.limit("path-unread-contents")
    for one in subject.toolpath.unread:
        if one.count > limit.value:
            yield from breach(
                "path-unread",
                limit,
                one.count,
                Where(),
                content=one.content,
                count=one.count,
            )
