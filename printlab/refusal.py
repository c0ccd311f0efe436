"""Tell a library's refusal from a bug, without importing the libraries."""

from typing import Final

from printlab.errors import PrintlabError, Unavailable, Unreadable

__all__ = ["refusal_of"]

_LIBRARIES: Final = frozenset({"slicer_checks", "scheduler"})
_OURS: Final = _LIBRARIES | {"printlab", "web"}


def refusal_of(error: BaseException) -> PrintlabError | None:
    """Return an error as one of printlab's if it is a refusal, or None if it is a bug.

    The libraries' errors carry ``code`` and ``params`` as ours do. They are known by the package
    they are defined in: processes that only pass refusals on need not load a compiler for it.
    """
    if isinstance(error, PrintlabError):
        return error
    if isinstance(error, ModuleNotFoundError):
        return _missing_library(error)
    packages = {base.__module__.partition(".")[0] for base in type(error).__mro__}
    code = getattr(error, "code", None)
    if not packages & _LIBRARIES or not isinstance(code, str):
        return None
    return Unreadable(code, str(error), getattr(error, "params", {}))


def _missing_library(error: ModuleNotFoundError) -> PrintlabError | None:
    """Return the refusal for a library that is not installed; a module of ours is a bug."""
    library = (error.name or "").partition(".")[0]
    if not library or library in _OURS:
        return None
    sentence = f"The library {library} is not installed here; `python -m pip install {library}`"
    return Unavailable("library-missing", f"{sentence} installs it.", {"library": library})
