"""Refusals in the page's language, by their stable code.

Services say what is wrong as a code with parameters and an English sentence; this table holds the
sentence that gettext translates. A test fails when a code that printlab raises is missing here.
"""

from flask_babel import lazy_gettext as _l

from printlab.errors import PrintlabError

__all__ = ["SENTENCES", "http_sentence", "sentence"]

SENTENCES: dict[str, object] = {
    "not-found": _l("There is no such thing here."),
    "not-allowed": _l("You may not do this."),
}

_HTTP: dict[int | str, object] = {
    400: _l("The request could not be understood."),
    401: _l("Sign in first."),
    403: _l("You may not do this."),
    404: _l("There is no such page, or none that you may see."),
    405: _l("This address does not answer that kind of request."),
    413: _l("The upload is larger than this lab accepts."),
    422: _l("Something in the request cannot be used."),
    429: _l("Too many attempts. Wait a minute and try again."),
    500: _l("Something in printlab broke. It has been written down; nothing of yours was lost."),
    503: _l("The lab cannot answer just now. Try again in a minute."),
    "csrf": _l(
        "This form is too old or was not made for you. Go back, reload the page and try again."
    ),
}


def sentence(error: PrintlabError) -> str:
    """Return a refusal's sentence in the page's language; an unknown code keeps its English."""
    template = SENTENCES.get(error.code)
    if template is None:
        return error.message
    return str(template) % _Params(error.params)


def http_sentence(status: int | str) -> str:
    """Return the sentence for an HTTP status."""
    return str(_HTTP.get(status, _HTTP[400]))


class _Params(dict[str, object]):
    """Parameters of a sentence; one that is missing shows as an ellipsis instead of failing."""

    def __missing__(self, key: str) -> str:
        return "…"
