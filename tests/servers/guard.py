"""Runs a command, and stops it when whoever asked for it is gone, however that came about.

    python guard.py SIGNAL LOG COMMAND ...

Its output goes to the file LOG, its process id to our standard output. Our standard input is the asker's end of a pipe:
once that is closed (on purpose, or because the asker was killed), the command gets SIGNAL, and what is left of it and
its children after a while gets SIGKILL. It runs in a process group of its own: Ctrl-C does not reach it first.
"""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

LIMIT = 15.0  # seconds that a command may take to stop
LOOK = 0.1  # seconds between two looks at whether it has ended by itself


def stop(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Ends the command and all that it left behind in its group."""
    try:
        process.send_signal(how)
        process.wait(LIMIT)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def main() -> int:
    """The exit code of the command."""
    how, log, *command = sys.argv[1:]
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A handler, since an ignored signal would stay ignored in the command.
        signal.signal(name, lambda *_: None)
    with Path(log).open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    sys.stdout.write(f"{process.pid}\n")
    sys.stdout.flush()
    while process.poll() is None and not select.select([sys.stdin], [], [], LOOK)[0]:
        pass
    stop(process, signal.Signals[how])
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
