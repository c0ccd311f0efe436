"""One blueprint per noun; views parse, ask a service, and render."""

from flask import Blueprint

from web.blueprints.about import about
from web.blueprints.account import account
from web.blueprints.home import home
from web.blueprints.parts import parts
from web.blueprints.preferences import preferences
from web.blueprints.upload import upload

__all__ = ["BLUEPRINTS"]

BLUEPRINTS: tuple[Blueprint, ...] = (about, account, home, parts, preferences, upload)
"""Everything the factory registers, in order."""
