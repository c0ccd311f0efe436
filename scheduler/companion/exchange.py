"""Two searches of one problem that tell each other their best plans, line by line over pipes.

What is not read yet gives way to what is newer, and nobody waits: two threads read and write.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread
from typing import IO

from scheduler.companion.letter import Reader, written
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.construct.ruin import worth
from scheduler.control import Control
from scheduler.shop.kind import Item

EVERY_S = 0.3
"""Seconds between two plans that are told."""

TOGETHER = 0.4
"""The last share of the time, in which both walk on from the better plan. Before that each goes
its own way: good plans lie far apart, and two that begin apart find better ones."""


class Post:
    """The newest line that came in, and the newest one that is to go out.

    When the other side has ended, ``at_end`` is called in a thread.
    """

    def __init__(
        self,
        streams: tuple[IO[bytes], IO[bytes]],
        at_end: Callable[[], None],
        greeting: bytes = b"",
    ) -> None:
        self._incoming, self._outgoing = streams
        self._at_end, self._greeting = at_end, greeting
        self._changed = Condition()
        self._came: bytes | None = None
        self._goes: bytes | None = None
        self.ended = False
        self._threads = [Thread(target=work, daemon=True) for work in (self._read, self._write)]

    def begin(self) -> None:
        """Begin to read and write."""
        for thread in self._threads:
            thread.start()

    def send(self, line: bytes) -> None:
        """Let a line go out."""
        with self._changed:
            self._goes = line
            self._changed.notify_all()

    def take(self) -> bytes | None:
        """Return the newest line that came in since, if any did."""
        if self._came is None:
            return None
        with self._changed:
            came, self._came = self._came, None
            return came

    def wait(self) -> bytes | None:
        """Return the newest line as soon as there is one; nothing when the other side ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._came is not None or self.ended)
        return self.take()

    def flush(self) -> None:
        """Wait until what is to go out has gone, or the other side has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._goes is None or self.ended)

    def close(self) -> None:
        """End the threads; the other side must have ended by now."""
        self._end()
        for thread in self._threads:
            thread.join()

    def _end(self) -> None:
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _read(self) -> None:
        with suppress(OSError):
            for line in self._incoming:
                if not line.endswith(b"\n"):
                    break
                with self._changed:
                    self._came = line
                    self._changed.notify_all()
        self._end()
        self._at_end()

    def _write(self) -> None:
        with suppress(OSError):
            self._put(self._greeting)
            while (line := self._next()) is not None:
                self._put(line + b"\n")
                self._sent(line)

    def _put(self, written: bytes) -> None:
        self._outgoing.write(written)
        self._outgoing.flush()

    def _next(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._goes is not None or self.ended)
            return None if self.ended else self._goes

    def _sent(self, line: bytes) -> None:
        with self._changed:
            if self._goes is line:
                self._goes = None
            self._changed.notify_all()


class Exchange:
    """Tells the best plan to the other search now and then, and hears of a better one.

    ``answered`` once any plan came.
    """

    def __init__(self, workshop: Workshop, control: Control, post: Post) -> None:
        self._reader = Reader(workshop)
        self._control = control
        self._post = post
        self._told: Plan | None = None
        self._letter: bytes | None = None
        self.answered = False
        self._told_s = -EVERY_S

    def first(self) -> Found | None:
        """Wait for a plan of the other search; nothing when it has ended."""
        letter = self._post.wait()
        return None if letter is None else self._reader.read(letter, None)

    def trade(self, plan: Plan, homeless: list[Item], *, last: bool = False) -> Found | None:
        """Tell the best plan, unless one was told just now; return a better one that came.

        Until the two go together none is returned, unless it is the ``last`` time to ask.
        """
        if plan is not self._told and self._control.elapsed_s - self._told_s >= EVERY_S:
            self.tell(plan)
        came = self._post.take()
        if came is not None:
            self._letter, self.answered = came, True
        if self._letter is None or not (last or self._control.left_share <= TOGETHER):
            return None
        letter, self._letter = self._letter, None
        heard = self._reader.read(letter, plan)
        if worth(*heard) >= worth(plan, homeless):
            return None
        self._told = heard[0]
        return heard

    def tell(self, plan: Plan) -> None:
        """Tell a plan now."""
        self._told, self._told_s = plan, self._control.elapsed_s
        self._post.send(written(plan))
