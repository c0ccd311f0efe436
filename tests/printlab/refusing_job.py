"""A limited child whose library refuses the input."""

from typing import Never

from printlab.child import ReportProgress
from printlab.records import JsonObject
from slicer_checks.errors import UnreadableFile


def refuse(_request: JsonObject, _report: ReportProgress) -> Never:
    """Refuse the input as a library does."""
    params = {"bytes": 0, "where": (1, 2), "causes": [{"code": "a", "params": {"at": (3,)}}]}
    raise UnreadableFile("file-empty", "The file is empty.", params)
