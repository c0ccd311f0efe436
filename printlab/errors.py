"""Everything printlab can refuse, as one tree.

::

    PrintlabError            exit_code 2 unless said otherwise
    +-- NotFound             missing, or not for this actor (the two look the same on purpose)
    +-- NotAllowed           the actor may know the thing exists, but may not do this to it
    +-- Invalid              a field does not hold what was asked for (``field`` names it)
    +-- Conflict             the thing is in a state in which this cannot be done
    +-- Unreadable           a file or document could not be read (library errors cross as this)
    +-- Unavailable          something printlab needs is not there (database, folder, queue)
    |   +-- SchemaOutdated   the database is not at the schema this version needs
    |   +-- Busy             the database stayed locked longer than the lab waits
    +-- ChildError           a limited child process did not come to an answer
    |   +-- LimitExceeded    it asked for more memory, time or output than allowed
    |   +-- ChildCrashed     it died or answered nonsense; exit_code 3
    |   +-- Stopped          it was asked to stop (cancelled, lease lost, shutting down)
    +-- LeaseLost            a worker no longer holds the task it wanted to write to
    +-- InternalError        a bug, said so; exit_code 3

Each error carries a stable ``code``, one English sentence in ``message`` (and ``str(error)``), and
``params``, the data a translated sentence needs.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

__all__ = [
    "Busy",
    "ChildCrashed",
    "ChildError",
    "Conflict",
    "InternalError",
    "Invalid",
    "LeaseLost",
    "LimitExceeded",
    "NotAllowed",
    "NotFound",
    "PrintlabError",
    "SchemaOutdated",
    "Stopped",
    "Unavailable",
    "Unreadable",
]

_NO_PARAMS: Mapping[str, object] = MappingProxyType({})


class PrintlabError(Exception):
    """Root of all refusals: a stable code, one sentence, and the data behind it."""

    exit_code: ClassVar[int] = 2

    def __init__(self, code: str, message: str, params: Mapping[str, object] = _NO_PARAMS) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.params: dict[str, object] = dict(params)


class NotFound(PrintlabError):  # noqa: N818 (the tree is read as plain words by every caller)
    """There is no such thing, or none that this actor may know of."""

    def __init__(
        self,
        code: str = "not-found",
        message: str = "There is no such thing here.",
        params: Mapping[str, object] = _NO_PARAMS,
    ) -> None:
        super().__init__(code, message, params)


class NotAllowed(PrintlabError):  # noqa: N818
    """The actor may see the thing but may not do this to it."""

    def __init__(
        self,
        code: str = "not-allowed",
        message: str = "You may not do this.",
        params: Mapping[str, object] = _NO_PARAMS,
    ) -> None:
        super().__init__(code, message, params)


class Invalid(PrintlabError):  # noqa: N818
    """A given value cannot be used; ``field`` names the form field when there is one."""

    def __init__(
        self,
        code: str,
        message: str,
        params: Mapping[str, object] = _NO_PARAMS,
        *,
        field: str | None = None,
    ) -> None:
        super().__init__(code, message, params)
        self.field = field


class Conflict(PrintlabError):  # noqa: N818
    """The thing is in a state in which this cannot be done."""


class Unreadable(PrintlabError):  # noqa: N818
    """A file or document could not be read, with the code of the library that refused it."""


class Unavailable(PrintlabError):  # noqa: N818
    """Something printlab needs (database, folder, queue, extra) is not there."""


class SchemaOutdated(Unavailable):
    """The database is missing, or is not at the schema that this version of printlab needs."""


class Busy(Unavailable):
    """The database stayed locked longer than the lab waits; trying again is sound."""


class ChildError(PrintlabError):
    """A limited child process did not come to an answer."""


class LimitExceeded(ChildError):  # noqa: N818
    """The child wanted more than its limits: ``child-memory``, ``child-time``, ``child-output``."""


class ChildCrashed(ChildError):  # noqa: N818
    """The child died or answered nonsense."""

    exit_code: ClassVar[int] = 3


class Stopped(ChildError):  # noqa: N818
    """The child was asked to stop: cancelled, lease lost, or the worker is shutting down."""


class LeaseLost(PrintlabError):  # noqa: N818
    """A worker wanted to write to a task that it no longer holds."""


class InternalError(PrintlabError):
    """A bug in printlab; the sentence says so and names the log."""

    exit_code: ClassVar[int] = 3
