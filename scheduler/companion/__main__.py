"""What the companion does: ``python -m scheduler.companion``, started by a search and by no person.

It reads the problem and then plans, each on a line, from its standard input, and writes plans to
its standard output. When its input ends, for the search is done or was killed, it ends at once.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from scheduler.companion.exchange import Exchange, Post
from scheduler.construct.plan import Workshop
from scheduler.control import Control
from scheduler.document import value_of
from scheduler.limits import Limits
from scheduler.problem import Problem
from scheduler.search import Search
from scheduler.shop.shop import Shop


def main() -> None:
    """Search beside the process that started this one, until the time is over."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the search's
    greeted = json.loads(sys.stdin.buffer.readline())
    problem = value_of(Problem, sys.stdin.buffer.readline())
    post = Post((sys.stdin.buffer, sys.stdout.buffer), _leave)
    post.begin()
    workshop = Workshop(Shop(problem))
    control = Control(Limits(**greeted["limits"]), None, greeted["started_s"])
    Search(workshop, control).accompany(Exchange(workshop, control, post))
    post.flush()
    _leave()


def _leave() -> None:
    os._exit(0)


if __name__ == "__main__":
    main()
