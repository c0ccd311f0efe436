"""One blueprint per noun; views parse, ask a service, and render."""

from flask import Blueprint

from web.blueprints.about import about
from web.blueprints.account import account
from web.blueprints.builds import builds
from web.blueprints.home import home
from web.blueprints.lab import lab
from web.blueprints.parts import parts
from web.blueprints.people import people
from web.blueprints.plans import plans
from web.blueprints.preferences import preferences
from web.blueprints.quotes import quotes
from web.blueprints.schedule import schedule
from web.blueprints.submissions import submissions
from web.blueprints.toolpaths import toolpaths
from web.blueprints.upload import upload
from web.blueprints.what_if import what_if

__all__ = ["BLUEPRINTS"]

BLUEPRINTS: tuple[Blueprint, ...] = (
    about,
    account,
    builds,
    home,
    lab,
    parts,
    people,
    plans,
    preferences,
    quotes,
    schedule,
    submissions,
    toolpaths,
    upload,
    what_if,
)
"""Everything the factory registers, in order."""
