"""Parses the files below a folder that have to do with Celery, and does nothing else: what any reader must do."""

from __future__ import annotations

import ast
import gc
import os
import sys
from pathlib import Path

gc.disable()  # as any reader would: syntax trees have no cycles to collect
for parent, folders, files in os.walk(sys.argv[1]):
    folders[:] = [name for name in folders if not name.startswith(".")]
    for name in files:
        if name.endswith(".py"):
            content = Path(parent, name).read_bytes()
            if any(sign in content for sign in (b"elery", b"ELERY", b".delay(", b".apply_async(", b"AsyncResult")):
                try:
                    ast.parse(content)
                except (SyntaxError, ValueError):
                    continue
