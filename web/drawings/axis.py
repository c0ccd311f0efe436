"""Round tick values for the axis of a chart."""

import math


def ticks(largest: float, wanted: int = 5) -> tuple[float, ...]:
    """Give ticks from 0 to at least ``largest`` at steps of 1, 2 or 5 times a power of ten."""
    if not largest > 0 or not math.isfinite(largest):
        return (0.0, 1.0)
    rough = largest / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.9999)
    count = math.ceil(largest / step - 1e-9)
    return tuple(index * step for index in range(count + 1))
