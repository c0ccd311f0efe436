"""What cannot be read and what cannot be asked.

::

    SchedulerError               the one root; has .code, .params and one sentence
    ├── UnreadableProblemError   the document is not a scheduling problem
    ├── InvalidProblemError      the document reads well and contradicts itself
    └── SolverFaultError         a schedule failed its own verification: a bug in this library

An impossible plan is not an exception: :func:`scheduler.solve` returns a result whose
``schedule`` is ``None`` and whose ``reason`` says why.
"""

from __future__ import annotations

from scheduler.texts import sentence


class SchedulerError(Exception):
    """The root of every error of this package: a stable code, its data and one sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params: dict[str, object] = params
        self.message = sentence(code, params)
        super().__init__(self.message)


class UnreadableProblemError(SchedulerError):
    """The document is no scheduling problem: not JSON, another schema, or a wrong field."""


class InvalidProblemError(SchedulerError):
    """The values contradict themselves or each other."""


class SolverFaultError(SchedulerError):
    """A schedule did not pass its own verification: a bug in this library, never in the input."""
