"""A worker process for tests: ``python -m tests.printlab.sleepy_worker``, lab by environment."""

import logging

from printlab.child_server import ChildServer
from printlab.consumer import consume
from printlab.lab import Lab
from printlab.settings import Settings
from tests.printlab.sleepy_handler import HANDLERS

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(name)s: %(message)s")
    consume(Lab.open(Settings.from_environ()), HANDLERS, threads=2, server=ChildServer(None))
