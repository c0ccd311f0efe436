"""One desk a request: the open lab, as the person who asks may use it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g

from printlab.actor import Actor
from printlab.lab import Desk, Lab

__all__ = ["current_actor", "current_lab", "reading", "writing"]


def current_lab() -> Lab:
    """Return the lab that this application serves."""
    lab: Lab = current_app.extensions["printlab"]
    return lab


def current_actor() -> Actor:
    """Return who asks: the person signed in, or nobody."""
    actor: Actor | None = g.get("actor")
    return actor if actor is not None else Actor.anonymous()


@contextmanager
def reading() -> Iterator[Desk]:
    """Open a desk for reading as the person who asks."""
    with current_lab().read(current_actor()) as desk:
        yield desk


@contextmanager
def writing() -> Iterator[Desk]:
    """Open a desk for one write transaction as the person who asks."""
    with current_lab().write(current_actor()) as desk:
        yield desk
