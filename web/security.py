"""What every answer tells the browser about what it may do with the page, and whom we answer."""

from flask import Flask, Response, abort, current_app, request

__all__ = ["CONTENT_SECURITY_POLICY", "OWN_NAMES", "install"]

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {source}" for name, source in _SOURCES.items())
"""No inline script or style anywhere (MDN Observatory scores this policy with its bonus)."""

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
"""What this machine calls itself; a page elsewhere whose name was rebound to it is refused."""

_TWO_YEARS_S = 63_072_000
_ONE_YEAR_S = 31_536_000


def _refuse_other_names() -> None:
    """Answer 400 to a request for another host than the site is served under, if that is known."""
    names = current_app.config["SITE_NAMES"]
    name, _, port = request.host.lower().rpartition(":")
    if names and (name if name and port.isdigit() else request.host.lower()) not in names:
        abort(400)


def _guard(response: Response) -> Response:
    """Add the headers; keep private pages out of shared caches, and static files in them."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS_S}"
    if request.endpoint == "static" and "v" in request.args and response.status_code < 400:  # noqa: PLR2004
        response.headers["Cache-Control"] = f"public, max-age={_ONE_YEAR_S}, immutable"
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def install(app: Flask) -> None:
    """Add the headers to every answer, and keep requests for other hosts out."""
    app.before_request(_refuse_other_names)
    app.after_request(_guard)
