"""``printlab serve``: the site on one address, with its workers beside it.

One gunicorn process with threads serves (SQLite has one writer, polling needs many readers);
the address is bound here first, so that a taken port is one sentence and not a retry loop.
"""

import ipaddress
import logging
import socket
import threading
from contextlib import closing
from pathlib import Path

import click
from gunicorn.app.base import BaseApplication
from werkzeug.middleware.proxy_fix import ProxyFix

from printlab.errors import Unavailable
from printlab.lab import Lab
from printlab.limited import warm_up
from printlab.settings import Settings
from printlab.supervise import supervise
from web.factory import create_app
from web.security import OWN_NAMES

__all__ = ["serve"]

_THREADS = 8
_BACKLOG = 256
_GRACE_S = 10


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(0, 64),
    help="Task workers started beside the web; 0 for none.",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="One proxy in front speaks https and sets X-Forwarded-For and X-Forwarded-Proto.",
)
def serve(host: str, port: int, workers: int, behind_proxy: bool) -> None:
    """Serve the site and run task workers until interrupted."""
    settings = Settings.from_environ()
    _log_to_stderr_and(settings.log_path)
    with closing(Lab.open(settings)) as lab:
        lab.settings.read_secret_key()
    listener = _bind(host, port)
    secure = behind_proxy or not _is_loopback(host)
    site = _Site(settings, listener, secure_cookies=secure, behind_proxy=behind_proxy)
    with supervise(settings, workers=workers):
        site.run()


def _log_to_stderr_and(path: Path) -> None:
    """Say what happens on stderr, and keep what is wrong in the lab's log."""
    kept = logging.FileHandler(path, encoding="utf-8", delay=True)
    kept.setLevel(logging.ERROR)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        handlers=[logging.StreamHandler(), kept],
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _bind(host: str, port: int) -> socket.socket:
    """Take the address, or say in one sentence why not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        reason = (error.strerror or str(error)).lower()
        raise Unavailable(
            "address-taken",
            f"Cannot listen on {host} port {port}: {reason}. Choose another with --port.",
            {"host": host, "port": port},
        ) from error
    listener.set_inheritable(True)
    return listener


def _is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Site(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn, told by us and not by files or the environment."""

    def __init__(
        self,
        settings: Settings,
        listener: socket.socket,
        *,
        secure_cookies: bool,
        behind_proxy: bool,
    ) -> None:
        self._settings = settings
        self._secure_cookies = secure_cookies
        self._behind_proxy = behind_proxy
        host, port = listener.getsockname()[:2]
        self._address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self._descriptor = listener.detach()
        super().__init__()

    def load_config(self) -> None:
        """Set what this server is; nothing is read from outside."""
        options = {
            "bind": f"fd://{self._descriptor}",
            "workers": 1,
            "threads": _THREADS,
            "worker_class": "gthread",
            "graceful_timeout": _GRACE_S,
            "timeout": 120,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _server: click.echo(f"printlab serves at {self._address}"),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """Open the lab and make the application, in the process that serves.

        What reads uploads warms up meanwhile: pages answer at once, the first upload may wait.
        """
        lab = Lab.open(self._settings)
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
        names = () if self._secure_cookies else OWN_NAMES
        app = create_app(lab, secure_cookies=self._secure_cookies, site_names=names)
        if self._behind_proxy:
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
        return app
