"""One blueprint per noun; views parse, ask a service, and render."""

from flask import Blueprint

from web.blueprints.about import about
from web.blueprints.account import account
from web.blueprints.home import home
from web.blueprints.preferences import preferences

__all__ = ["BLUEPRINTS"]

BLUEPRINTS: tuple[Blueprint, ...] = (about, account, home, preferences)
"""Everything the factory registers, in order."""
