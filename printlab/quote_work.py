"""The date of a quote, worked out inside a limited child."""

from printlab.child import ReportProgress
from printlab.convert.ready import promise_document, ready_document
from printlab.records import JsonObject

__all__ = ["promise"]


def promise(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Promise a checked part anew; where nothing can be promised, say when it could be ready."""
    report_progress("finding-a-date", 0, 1)
    found = promise_document(request["ready"], request["part"])
    return {"ready": found or ready_document(request["ready"], request["part"])}
