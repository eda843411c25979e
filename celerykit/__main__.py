"""`python -m celerykit` is the command `celerykit`."""

from __future__ import annotations

from celerykit.cli import main

if __name__ == "__main__":
    main()
