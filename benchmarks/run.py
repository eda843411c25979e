"""Prints how long our programs take, as multiples of what people would run instead: `make bench`.

A missed goal is printed and changes no exit code, since a busy machine misses some.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

# Run as a file, as make does, Python looks for modules beside it only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.pairs import Failed, Ratios, ratios_of
from benchmarks.scenarios import SCENARIOS, Scenario
from tests.servers.process import NotInTime, ServerMissing

# By how much the median over 15 pairs of one and the same program was away from 1, at most.
_NOISE = 0.01


def main() -> None:
    """Measure, and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=15, help="pairs of runs a row (default: %(default)s)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the rows with this text in their names")
    arguments = parser.parse_args()
    rows = [scenario for scenario in SCENARIOS if arguments.only in scenario.name]
    width = max((len(scenario.name) for scenario in rows), default=0)
    print(f"{'whole processes, ' + str(arguments.pairs) + ' pairs':<{width}}  ratio  half lie in    goal    met")
    for scenario in rows:
        print(f"{scenario.name:<{width}}  {_measured(scenario, arguments.pairs)}", flush=True)


def _measured(scenario: Scenario, pairs: int) -> str:
    with TemporaryDirectory(prefix="celerykit-bench-") as folder:
        try:
            with scenario.around(Path(folder)):
                ours, other = scenario.ours(Path(folder)), scenario.other(Path(folder))
                return _row(ratios_of(ours, other, pairs), scenario.goal)
        except (Failed, NotInTime, ServerMissing, OSError, subprocess.SubprocessError) as error:
            return f"not measured: {error}"


def _row(ratios: Ratios, goal: float) -> str:
    lower, upper = ratios.spread
    met = "yes" if ratios.middle <= goal + _NOISE else "no"
    return f"{ratios.middle:5.2f}  {lower:.2f} to {upper:.2f}  ≤ {goal:4.2f}  {met:>3}"


if __name__ == "__main__":
    main()
