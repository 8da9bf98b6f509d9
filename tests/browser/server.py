"""Fills the database it is given and serves it: `python -m tests.browser.server`, told where in JSON.

A process of its own: the browser's requests are real ones on connections of their own, in committed
data, with static files as an installation serves them.
"""

from __future__ import annotations

import json
import os
import sys
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.core.management import call_command


class Server(ThreadingMixIn, WSGIServer):
    """Answers each connection in a thread; none of them keeps the process alive."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of requests that go well; what goes wrong the application says itself."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def main() -> None:
    """Fill, say where, and serve until told to stop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "stafett.settings"
    os.environ.setdefault("STAFETT_LEVELS", "none")
    os.environ.setdefault("STAFETT_FRESH_MINUTES", "600")
    django.setup()
    from django.utils import timezone

    from tests.browser.fill import fill

    call_command("collectstatic", verbosity=0, interactive=False)
    keys = fill(timezone.localdate())
    # the application looks at its static files when it is made
    from stafett.web.wsgi import application

    with make_server("127.0.0.1", 0, application, Server, Quiet) as server:
        print(json.dumps({"port": server.server_port, "keys": keys}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
