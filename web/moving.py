"""The part of a page that moves by itself while a task works."""

import hashlib

from flask import Response, render_template, request

from printlab.services.background import TaskProgress
from web.plan_words import plan_words

__all__ = ["moving", "moving_plan"]


def moving(body: str, *, is_over: bool) -> Response:
    """Answer one of htmx's looks: 304 while nothing moved, the whole page again once it is over."""
    answer = Response(body)
    if is_over:
        answer.headers["HX-Refresh"] = "true"
        return answer
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:20])
    answer.make_conditional(request)
    return answer


def moving_plan(progress: TaskProgress) -> Response:
    """Answer with how far the planner is, whatever it was asked."""
    body = render_template("plans/_progress.html", words=plan_words(progress))
    return moving(body, is_over=progress.is_over)
