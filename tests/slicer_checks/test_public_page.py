"""The public page of slicer_checks."""

from types import ModuleType

import slicer_checks


def test_all_lists_what_is_visible_in_order() -> None:
    """Every visible name that is not a module is listed in __all__, sorted, and nothing else."""
    visible = sorted(
        name
        for name, value in vars(slicer_checks).items()
        if not name.startswith("_") and not _is_plain_module(name, value)
    )

    assert sorted(slicer_checks.__all__) == slicer_checks.__all__
    assert set(slicer_checks.__all__) == set(visible)


def test_the_page_fits_on_a_screen() -> None:
    """Parts and toolpaths have about a dozen names each, and no more are public."""
    assert len(slicer_checks.__all__) <= 30


def test_every_public_name_is_documented() -> None:
    """Each public name says what it is."""
    assert all(getattr(slicer_checks, name).__doc__ for name in slicer_checks.__all__)


def _is_plain_module(name: str, value: object) -> bool:
    return isinstance(value, ModuleType) and name not in slicer_checks.__all__
