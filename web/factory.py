"""The application factory: one lab in, one application out."""

from datetime import timedelta

from apiflask import APIFlask
from flask_wtf.csrf import CSRFProtect

from printlab.lab import Lab
from printlab.version import __version__
from web import (
    api,
    assets,
    attempts,
    compress,
    errors,
    localise,
    navigation,
    part_formats,
    security,
    sessions,
    words,
)
from web.blueprints import BLUEPRINTS

__all__ = ["create_app"]

_FORM_TEXT_BYTES = 500_000
_FORM_PARTS = 60
_FORM_ALLOWANCE_BYTES = 100_000
_SESSION_DAYS = 14


def create_app(
    lab: Lab,
    *,
    testing: bool = False,
    secure_cookies: bool = False,
    site_names: tuple[str, ...] = (),
) -> APIFlask:
    """Return the application that serves a lab.

    ``secure_cookies`` marks cookies for https only; ``serve`` sets it when the address is not this
    machine's own. ``site_names`` are the hosts it answers for; empty: any. ``testing`` lets
    unexpected exceptions through, for tests.
    """
    app = APIFlask(
        "web",
        title="printlab",
        version=__version__,
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
    )
    app.config.update(
        TESTING=testing,
        SITE_NAMES=site_names,
        SECRET_KEY=lab.settings.read_secret_key(),
        MAX_CONTENT_LENGTH=lab.settings.upload_bytes + _FORM_ALLOWANCE_BYTES,
        MAX_FORM_MEMORY_SIZE=_FORM_TEXT_BYTES,
        MAX_FORM_PARTS=_FORM_PARTS,
        SESSION_COOKIE_NAME="printlab_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=_SESSION_DAYS),
        WTF_CSRF_TIME_LIMIT=None,
        OPENAPI_VERSION="3.1.0",
        VALIDATION_ERROR_STATUS_CODE=422,
    )
    app.extensions["printlab"] = lab
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for part in (
        compress,
        security,
        attempts,
        localise,
        sessions,
        words,
        part_formats,
        navigation,
        assets,
        errors,
    ):
        part.install(app)
    csrf = CSRFProtect(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    api.install(app, csrf)
    return app
