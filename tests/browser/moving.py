"""Serves the cast alone, on a day that is read from a file: `python -m tests.browser.moving FILE`.

So a whole life of a case can be played from its first day to its follow-up, as time goes.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import django
from django.core.management import call_command

from tests.browser.server import Quiet, Server


def main(file: Path) -> None:
    """Build the cast, say where, and serve until told to stop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "stafett.settings"
    os.environ.setdefault("STAFETT_LEVELS", "none")
    os.environ.setdefault("STAFETT_FRESH_MINUTES", "600")
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from tests.cast import build

    def today(_value: datetime | None = None, _timezone: tzinfo | None = None) -> date:
        return date.fromisoformat(file.read_text("utf-8").strip())

    patched: Any = timezone
    patched.localdate = today
    call_command("collectstatic", verbosity=0, interactive=False)
    with transaction.atomic():
        build()
    from stafett.web.wsgi import application

    with make_server("127.0.0.1", 0, application, Server, Quiet) as server:
        print(json.dumps({"port": server.server_port, "keys": {}}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
