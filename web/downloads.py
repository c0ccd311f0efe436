"""Files that a page hands out: always to be saved, never to be shown by the browser."""

import io

from flask import Response, send_file

__all__ = ["download"]

_UNKNOWN_TO_BROWSERS = "application/octet-stream"


def download(content: bytes, name: str, mimetype: str = _UNKNOWN_TO_BROWSERS) -> Response:
    """Answer with a file under a name."""
    return send_file(
        io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name, max_age=0
    )
