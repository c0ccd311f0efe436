"""What is found about a value when it is first asked for, and kept as long as the value lives."""

from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")


class Kept:
    """A drawer of a frozen value: the same question always has the same answer, worked out once."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, Any] = {}

    def once(self, question: str, answer: Callable[[], Found]) -> Found:
        """Return the answer to a question, worked out when it is first asked."""
        if question not in self._found:
            self._found[question] = answer()
        found: Found = self._found[question]
        return found
