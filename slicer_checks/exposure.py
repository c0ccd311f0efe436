"""A set of laser parameters, as far as a file says them."""

from dataclasses import dataclass
from math import nan
from typing import Final

_MM_S: Final = 1000.0
"""A micrometre in a microsecond is so many millimetres in a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A set of laser parameters; NaN stands for what the file does not say.

    Delays and times of exposure are in microseconds, as the formats have them.
    """

    name: str = ""
    power_w: float = nan
    speed_mm_s: float = nan
    focus_mm: float = nan
    spot_um: float = nan
    point_distance_um: float = nan
    point_time_us: float = nan
    jump_speed_mm_s: float = nan
    jump_delay_us: float = nan
    mark_delay_us: float = nan
    polygon_delay_us: float = nan
    laser_on_delay_us: float = nan
    laser_off_delay_us: float = nan
    wait_before_us: float = nan
    wait_after_us: float = nan
    """Waits before and after each block."""
    most_power_w: float = nan
    """The highest power that the file's own changes along a vector lead to; NaN without any."""
    least_power_w: float = nan
    least_speed_mm_s: float = nan
    most_speed_mm_s: float = nan
    """The lowest power and the span of speeds that such changes lead to, where a file tells both
    ends: with the set's own numbers where some vectors have them."""

    @property
    def changes_speed(self) -> bool:
        """Whether vectors differ in speed, or change it on their way."""
        return self.least_speed_mm_s < self.most_speed_mm_s

    @property
    def point_speed_mm_s(self) -> float:
        """How fast vectors go on that are exposed point by point; NaN where it is not said."""
        if not (self.point_distance_um > 0 and self.point_time_us > 0):
            return nan
        return _MM_S * self.point_distance_um / self.point_time_us
