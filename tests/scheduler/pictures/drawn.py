"""What an SVG holds: the things that bear a name."""

from __future__ import annotations

import re
from collections import Counter

from scheduler.pictures import Picture


def named(picture: Picture) -> Counter[str]:
    """Return how often each named thing is on a picture."""
    text = picture.svg().decode()
    return Counter(name for name in re.findall(r'id="(.+)\.\d+"', text))


def numbers(text: bytes) -> set[str]:
    """Return the ids of a picture."""
    ids = re.findall(r' id="([^"]+)"', text.decode())
    assert len(ids) == len(set(ids))
    return set(ids)
