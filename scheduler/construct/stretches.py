"""How long stations of whole platforms can work in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scheduler.shop.kind import Kind
from scheduler.shop.passing import Platform
from scheduler.shop.printer import Post
from scheduler.shop.shop import Shop
from scheduler.shop.visit import most_work


class Stretches:
    """The longest work that stations of whole platforms find a stretch for, of what is asked.

    People's hours, downtimes and what is fixed cut a station's time in pieces: what is printed
    together and needs more than the longest would never be done.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.most: dict[int, int] = {}
        """Per station, by number, the most ticks; nothing where it could do all work in one go."""
        everything = [shop.kinds[item.kind] for item in shop.items]
        for post in self._posts():
            self._learn(post, self._work(post, everything), shop.problem.now + post.way)

    def too_long(self, kinds: Iterable[Kind]) -> bool:
        """Tell whether copies of some kinds, printed together, need a station for too long."""
        if not self.most:
            return False
        together = list(kinds)
        return any(
            self._work(self._shop.posts[post], together) > most for post, most in self.most.items()
        )

    def shorten(self, platforms: Sequence[Platform]) -> bool:
        """Learn of platforms that find no stretch from when they come on; tell whether any did."""
        known, kinds = dict(self.most), self._shop.kinds
        for ready, lots, _ in platforms:
            together = [kinds[lot.kind] for lot in lots for _ in lot.copies]
            for post in self._posts():
                self._learn(post, self._work(post, together), ready + post.way)
        return self.most != known

    def _learn(self, post: Post, asked: int, first: int) -> None:
        """Find the longest work from a tick on, if some that is asked for is longer."""
        most = most_work(self._shop, post, asked, first)
        if most < asked:
            self.most[post.index] = min(most, self.most.get(post.index, most))

    def _posts(self) -> Iterator[Post]:
        return (post for post in self._shop.posts if post.station.kind == "platform")

    def _work(self, post: Post, kinds: Sequence[Kind]) -> int:
        """Return the ticks for which a station works on copies that are printed together."""
        times_s = [t.time_s for kind in kinds for t in kind.treatments if t.post == post.index]
        return self._shop.ticks(post.work_s(times_s)) if times_s else 0
