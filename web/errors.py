"""Every answer that is a refusal, in the page's language; and the one place for bugs.

::

    werkzeug's HTTPException      400 403 404 405 413 422 429 ...   a designed page, or JSON
    405 of a form's own address                                     to the page with the form
    printlab.PrintlabError        by kind: 404 403 422 409 503      its own sentence and code
    any other exception           500 with an incident id           logged once, in full
"""

import logging
import secrets

from flask import Flask, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests

from printlab.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    PrintlabError,
    Unavailable,
    Unreadable,
)
from web.messages import http_sentence, sentence

__all__ = ["install", "status_of", "wants_json"]

_log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[PrintlabError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Invalid, 422),
    (Unreadable, 422),
    (Conflict, 409),
    (Unavailable, 503),
)
_FORBIDDEN = 403
_INTERNAL_ERROR = 500


def status_of(error: PrintlabError) -> int:
    """Return the HTTP status that a refusal answers with."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), _INTERNAL_ERROR)


def wants_json() -> bool:
    """Whether the one who asks is a program: the API, or an Accept header that prefers JSON."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _answer(status: int, code: str, message: str, incident: str = "") -> ResponseReturnValue:
    """Return the refusal as the asker reads it."""
    if wants_json():
        body: dict[str, str] = {"code": code, "message": message}
        if incident:
            body["incident"] = incident
        return {"error": body}, status
    page = render_template(
        "errors/error.html", status=status, code=code, message=message, incident=incident
    )
    return page, status


def _refused(error: PrintlabError) -> ResponseReturnValue:
    """Answer a service's refusal."""
    status = status_of(error)
    if status == _INTERNAL_ERROR:
        return _broken(error)
    return _answer(status, error.code, sentence(error))


def _page_of(path: str) -> str | None:
    """Return the page on which a form stands that posts to a path, by what is above it.

    A form that was refused leaves its own address in the browser, which only takes what is posted.
    """
    adapter = current_app.create_url_adapter(request)
    above = path.rstrip("/").rpartition("/")[0]
    while adapter is not None and above:
        if adapter.test(above, "GET"):
            return above
        above = above.rpartition("/")[0]
    return None


def _unasked(error: MethodNotAllowed) -> ResponseReturnValue:
    """Lead who opens the address of a form to the form; programs are told."""
    page = _page_of(request.path) if request.method == "GET" and not wants_json() else None
    return _http(error) if page is None else redirect(page, code=303)


def _http(error: HTTPException) -> ResponseReturnValue:
    """Answer what werkzeug refuses; redirects pass through."""
    if error.code is None or error.code < 400:  # noqa: PLR2004 (first client error)
        return error
    answer = make_response(_answer(error.code, f"http-{error.code}", http_sentence(error.code)))
    if isinstance(error, TooManyRequests) and error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _csrf(error: CSRFError) -> ResponseReturnValue:
    """Answer a form that was not made by this page for this session."""
    _ = error
    return _answer(_FORBIDDEN, "csrf", http_sentence("csrf"))


def _broken(error: Exception) -> ResponseReturnValue:
    """Answer a bug: an incident id for the person, the whole story once in the log."""
    incident = secrets.token_hex(4)
    _log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    return _answer(_INTERNAL_ERROR, "internal", http_sentence(_INTERNAL_ERROR), incident)


def install(app: Flask) -> None:
    """Register the answers; in tests a bug fails the test instead."""
    app.register_error_handler(PrintlabError, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(MethodNotAllowed, _unasked)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _broken)
