"""The version of the installed distribution, read from its own metadata."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]


def _installed_version() -> str:
    """Return the distribution's version, or ``0+source`` in a tree that was never installed."""
    try:
        return version("printlab")
    except PackageNotFoundError:
        return "0+source"


__version__ = _installed_version()
