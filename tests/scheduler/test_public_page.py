"""The public page of the package."""

from __future__ import annotations

from types import ModuleType

import scheduler


def test_the_public_page_is_what_all_lists() -> None:
    """`__all__` is sorted, complete, and every name has a docstring."""
    visible = {
        name
        for name, value in vars(scheduler).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    }
    assert visible == set(scheduler.__all__)
    assert sorted(scheduler.__all__) == scheduler.__all__
    assert all(getattr(scheduler, name).__doc__ for name in scheduler.__all__)
