"""The lab's Flask face: pages, forms and the JSON API. It knows only ``printlab``."""

from web.factory import create_app

__all__ = ["create_app"]
