"""Where the key that signs sessions comes from: the environment, else one made for this install."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from stafett.database.home import home


def secret_key() -> str:
    """The key from `STAFETT_SECRET_KEY`, else the one kept beside the database, made at first use."""
    return os.environ.get("STAFETT_SECRET_KEY") or _kept(home() / "secret-key")


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()
