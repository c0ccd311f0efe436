"""A clock for tests."""

from datetime import UTC, datetime, timedelta


class StandingClock:
    """A clock that moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment the clock stands at."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        self.now += timedelta(seconds=seconds)
