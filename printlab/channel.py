"""How a parent and its limited child talk: JSON documents, each with its length before it."""

import json
import socket
import struct
from typing import Any, cast

from printlab.records.base import JsonObject

__all__ = ["COMPILING", "READY", "Channel", "Overlong"]

COMPILING, READY = b".", b"+"
"""What a fork server says of itself before it forks: at each function it compiles, and once."""

_LENGTH = struct.Struct(">I")
_STEP = 1 << 16


class Overlong(Exception):  # noqa: N818 (a fact about a document, not an error of ours)
    """The other side announced a document larger than is welcome."""


class Channel:
    """One end of a socket over which whole JSON documents go; never pickle, never partial."""

    def __init__(self, end: socket.socket) -> None:
        """Take one end of a connected pair."""
        self._end = end
        self._received = bytearray()

    def send(self, document: JsonObject) -> None:
        """Send one document; a number that JSON does not know is a bug of the sender."""
        self.send_encoded(json.dumps(document, allow_nan=False).encode())

    def send_encoded(self, encoded: bytes) -> None:
        """Send a document that is encoded already."""
        self._end.sendall(_LENGTH.pack(len(encoded)) + encoded)

    def receive(self, largest_bytes: int) -> JsonObject | None:
        """Return the next document; None when the other side is gone.

        Raises TimeoutError when the socket has a timeout and the document is not whole yet (what
        came so far is kept), and Overlong when the announced length is above ``largest_bytes``.
        """
        if not self._fill(_LENGTH.size):
            return None
        (length,) = _LENGTH.unpack_from(self._received)
        if length > largest_bytes:
            raise Overlong
        if not self._fill(_LENGTH.size + length):
            return None
        encoded = bytes(self._received[_LENGTH.size : _LENGTH.size + length])
        del self._received[: _LENGTH.size + length]
        document: Any = json.loads(encoded)
        return cast("JsonObject", document)

    def close(self) -> None:
        """Hang up."""
        self._end.close()

    def _fill(self, count: int) -> bool:
        """Receive until ``count`` bytes are here; False when the other side hangs up before."""
        while len(self._received) < count:
            try:
                piece = self._end.recv(min(_STEP, count - len(self._received)))
            except ConnectionError:
                return False
            if not piece:
                return False
            self._received += piece
        return True
