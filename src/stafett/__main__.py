"""Lets `python -m stafett` do what the `stafett` command does."""

from __future__ import annotations

from stafett.cli.main import main

main()
