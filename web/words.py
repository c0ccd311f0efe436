"""The words, shapes and tones of states: one table, so a state looks the same on every page."""

from dataclasses import dataclass

from flask import Flask
from flask_babel import lazy_gettext as _l

from printlab.actor import Actor

__all__ = [
    "ROLES",
    "StateMark",
    "class_word",
    "install",
    "role_words",
    "severity_word",
    "state_mark",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMark:
    """How a state is shown: colour tone, shape and word."""

    tone: str
    shape: str
    word: object


def _mark(tone: str, shape: str, word: object) -> StateMark:
    return StateMark(tone=tone, shape=shape, word=word)


_STATES: dict[str, dict[str, StateMark]] = {
    "revision": {
        "queued": _mark("quiet", "wait", _l("Queued")),
        "checking": _mark("hot", "work", _l("Being checked")),
        "checked": _mark("good", "good", _l("Checked")),
        "failed": _mark("error", "error", _l("Check failed")),
    },
    "submission": {
        "draft": _mark("quiet", "quiet", _l("Draft")),
        "submitted": _mark("hot", "hot", _l("Waits for approval")),
        "approved": _mark("good", "good", _l("Approved")),
        "sent_back": _mark("warning", "warning", _l("Sent back")),
        "ordered": _mark("good", "good", _l("Ordered")),
        "withdrawn": _mark("quiet", "quiet", _l("Withdrawn")),
    },
    "job": {
        "open": _mark("quiet", "wait", _l("Waits for a plan")),
        "planned": _mark("info", "info", _l("Planned")),
        "printing": _mark("hot", "work", _l("Printing")),
        "printed": _mark("good", "good", _l("Printed")),
        "failed": _mark("error", "error", _l("Failed")),
        "cancelled": _mark("quiet", "quiet", _l("Cancelled")),
    },
    "build": {
        "planned": _mark("info", "wait", _l("Planned")),
        "moved": _mark("hot", "hot", _l("Moved")),
        "running": _mark("hot", "work", _l("Running")),
        "finished": _mark("good", "good", _l("Finished")),
        "failed": _mark("error", "error", _l("Failed")),
        "cancelled": _mark("quiet", "quiet", _l("Cancelled")),
        "superseded": _mark("quiet", "quiet", _l("Superseded")),
    },
    "operation": {
        "planned": _mark("info", "wait", _l("Planned")),
        "running": _mark("hot", "work", _l("Running")),
        "finished": _mark("good", "good", _l("Finished")),
        "failed": _mark("error", "error", _l("Failed")),
        "superseded": _mark("quiet", "quiet", _l("Superseded")),
    },
    "plan": {
        "proposed": _mark("hot", "hot", _l("Proposed")),
        "published": _mark("good", "good", _l("Published")),
        "superseded": _mark("quiet", "quiet", _l("Superseded")),
        "withdrawn": _mark("quiet", "quiet", _l("Withdrawn")),
    },
    "quote": {
        "offered": _mark("hot", "hot", _l("Offered")),
        "accepted": _mark("good", "good", _l("Accepted")),
        "expired": _mark("quiet", "quiet", _l("Expired")),
        "withdrawn": _mark("quiet", "quiet", _l("Withdrawn")),
    },
    "task": {
        "queued": _mark("quiet", "wait", _l("Queued")),
        "running": _mark("hot", "work", _l("Running")),
        "done": _mark("good", "good", _l("Done")),
        "failed": _mark("error", "error", _l("Failed")),
        "cancelled": _mark("quiet", "quiet", _l("Cancelled")),
    },
}

_SEVERITIES = {"error": _l("Error"), "warning": _l("Warning"), "info": _l("Note")}

ROLES = {
    "student": _l("Student"),
    "teacher": _l("Teacher"),
    "operator": _l("Operator"),
    "manager": _l("Manager"),
    "company": _l("Company"),
    "admin": _l("Administrator"),
}
"""The word of every role."""


_MACHINE_CLASSES = {
    "compact": _l("compact"),
    "small": _l("small"),
    "medium": _l("medium"),
    "standard": _l("standard"),
    "large": _l("large"),
}


def class_word(name: str) -> object:
    """Return the word of a class of machines; a class of the lab's own keeps its name."""
    return _MACHINE_CLASSES.get(name, name)


def state_mark(kind: str, name: str) -> StateMark:
    """Return how a state of a kind of thing is shown; an unknown one shows its own name."""
    return _STATES.get(kind, {}).get(name) or _mark("quiet", "quiet", name)


def severity_word(level: str) -> object:
    """Return the word of a finding's severity."""
    return _SEVERITIES.get(level, level)


def role_words(actor: Actor) -> str:
    """Return the roles of a person as one line."""
    return ", ".join(str(word) for role, word in ROLES.items() if role in actor.roles)


def install(app: Flask) -> None:
    """Give templates the words of states, severities and roles."""
    app.jinja_env.globals.update(
        state_mark=state_mark,
        severity_word=severity_word,
        role_words=role_words,
        class_word=class_word,
    )
