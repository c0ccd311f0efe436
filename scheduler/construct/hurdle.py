"""One thing that keeps a part off a machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scheduler.shop.kind import Kind
from scheduler.shop.shop import Shop

Params = dict[str, str | int | float]


class Hurdle(NamedTuple):
    """What is in the way; hurdles of one code and ``key`` are one cause, of many parts perhaps.

    ``params`` are the data of its sentence; ``proven`` says that no plan gets over it.
    """

    code: str
    key: tuple[object, ...]
    params: Mapping[str, str | int | float]
    proven: bool = True


def no_machine(shop: Shop, kind: Kind) -> Hurdle:
    """Return why no machine at all may print a part."""
    part, material = kind.part, shop.settings[kind.setting].material
    if not part.scan_s:
        return Hurdle("no-machine-listed", (part.id,), {"part": part.id})
    params = {"part": part.id, "material": material, "machines": ", ".join(part.scan_s)}
    return Hurdle("no-eligible-machine", (part.id,), params)
