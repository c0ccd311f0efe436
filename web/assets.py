"""Addresses of static files that change when the file changes, so browsers may keep them."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

__all__ = ["STATIC_FOLDER", "asset", "install"]

STATIC_FOLDER = Path(__file__).parent / "static"


@lru_cache(maxsize=256)
def _fingerprint(name: str, modified_ns: int) -> str:
    """Return the first characters of a file's hash; the time of change only keys the cache."""
    _ = modified_ns
    return hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """Return the address of a static file with its fingerprint."""
    modified_ns = (STATIC_FOLDER / name).stat().st_mtime_ns
    return url_for("static", filename=name, v=_fingerprint(name, modified_ns))


def install(app: Flask) -> None:
    """Give templates ``asset(name)``."""
    app.jinja_env.globals["asset"] = asset
