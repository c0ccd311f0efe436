"""The main navigation: what each role sees, in order."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_babel import lazy_gettext as _l

from printlab.version import __version__
from web.desks import current_actor

__all__ = ["NavigationItem", "here", "install", "safe_next"]

_EVERYONE = frozenset({"student", "teacher", "operator", "manager", "company", "admin"})
_LAB = frozenset({"operator", "manager", "admin"})

_ITEMS: tuple[tuple[str, object, frozenset[str]], ...] = (
    ("/", _l("Today"), _LAB),
    ("/", _l("Home"), frozenset({"student", "teacher", "company"})),
    ("/upload", _l("Upload"), _EVERYONE),
    ("/submissions", _l("Submissions"), _EVERYONE),
    ("/plans", _l("Plans"), frozenset({"manager", "admin"})),
    ("/schedule", _l("Schedule"), _EVERYONE),
    ("/lab", _l("Lab"), _EVERYONE),
    ("/people", _l("People"), frozenset({"admin"})),
)
_THEMES = (("auto", _l("As the system")), ("light", _l("Light")), ("dark", _l("Dark")))
THEME_COOKIE = "printlab_theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """One entry: address, word, and whether the page shown lies under it."""

    url: str
    word: object
    current: bool


def _is_current(url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url + "/"))


def navigation() -> list[NavigationItem]:
    """Return the entries for the person who asks; the first word of an address wins."""
    roles, seen, items = current_actor().roles, set[str](), list[NavigationItem]()
    for url, word, allowed in _ITEMS:
        if url not in seen and roles & allowed:
            seen.add(url)
            items.append(NavigationItem(url=url, word=word, current=_is_current(url)))
    return items


def safe_next(target: str | None) -> str:
    """Return an address on this site to go on to; anything that could lead away becomes home."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(letter) < ord(" ") for letter in target):
        return "/"
    return target


def here() -> str:
    """Return the address shown now, to come back to after a change of language or colours."""
    if request.method != "GET":
        return "/"
    return request.full_path.rstrip("?") if request.query_string else request.path


def chosen_theme() -> str:
    """Return ``auto``, ``light`` or ``dark`` as chosen on this browser."""
    theme = request.cookies.get(THEME_COOKIE, "auto")
    return theme if theme in {"light", "dark"} else "auto"


def _frame_words() -> dict[str, object]:
    """Return what the frame of every page needs."""
    return {
        "actor": current_actor() if "actor" in g and current_actor().is_signed_in else None,
        "theme": chosen_theme(),
        "version": __version__,
    }


def install(app: Flask) -> None:
    """Give the base template its navigation, theme and version."""
    app.jinja_env.globals.update(navigation=navigation, here=here, themes=lambda: _THEMES)
    app.context_processor(_frame_words)
