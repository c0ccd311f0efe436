"""How the scheduler's sentences speak to the reader of this page."""

from flask_babel import get_locale
from flask_babel import gettext as _

from printlab.services.insight import Speech
from web.localise import moment

__all__ = ["speech"]


def speech() -> Speech:
    """Return the reader's language, the lab's local time, and the word for others' work."""
    return Speech(lang=str(get_locale()), moment=moment, others=_("other work"))
