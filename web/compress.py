"""Text answers made small for browsers that say they can read it.

A page holds a token beside what somebody typed; that compression would tell the one through the
other (BREACH) needs requests from another site that carry the session, which ``SameSite=Lax`` on
the cookie keeps away.
"""

import gzip

from flask import Flask, Response, request

__all__ = ["install"]

_TEXTS = frozenset(
    {
        "text/html",
        "text/css",
        "text/csv",
        "text/javascript",
        "application/javascript",
        "application/json",
        "image/svg+xml",
    }
)
_LEAST_BYTES = 1000
_LEVEL = 6


def _compress(response: Response) -> Response:
    """Compress a whole text; its tag becomes weak, since it names two spellings now."""
    if response.mimetype not in _TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or request.accept_encodings["gzip"] <= 0:  # noqa: PLR2004
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < _LEAST_BYTES:
        return response
    response.set_data(gzip.compress(content, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
    return response


def install(app: Flask) -> None:
    """Compress every answer that is worth it."""
    app.after_request(_compress)
