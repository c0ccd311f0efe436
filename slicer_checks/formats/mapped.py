"""Bytes of a file that need not be in memory: what readers of pieces take."""

from mmap import mmap

Mapped = bytes | mmap
"""The bytes of a file, loaded or mapped: slices of either are bytes."""
