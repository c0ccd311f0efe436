"""The part of a page that moves by itself while a task works."""

import hashlib

from flask import Response, request

__all__ = ["moving"]


def moving(body: str, *, is_over: bool) -> Response:
    """Answer one of htmx's looks: 304 while nothing moved, the whole page again once it is over."""
    answer = Response(body)
    if is_over:
        answer.headers["HX-Refresh"] = "true"
        return answer
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:20])
    answer.make_conditional(request)
    return answer
