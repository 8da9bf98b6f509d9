"""Which processes are still there of those that worked on a state folder?"""

from __future__ import annotations

from pathlib import Path


def processes_of(home: Path) -> dict[int, str]:
    """Those that were started with `STAFETT_HOME` at the folder: number and command."""
    mark = f"STAFETT_HOME={home}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(folder.name)] = words.decode(errors="replace")
        except OSError:  # gone meanwhile, or somebody else's
            continue
    return found
