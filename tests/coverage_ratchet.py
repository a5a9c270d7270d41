"""Branch coverage may not fall: compares coverage.json with tests/coverage_baseline.json.

`--raise` writes what was reached into the baseline where it is higher.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

BASELINE = Path(__file__).with_name("coverage_baseline.json")
SLACK = 0.5  # percentage points: threads and timing make a run differ a little


def layers(report: Path) -> dict[str, float]:
    """Percent of statements and branches covered, by layer of app/."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, file in json.loads(report.read_text())["files"].items():
        parts = Path(name).parts
        layer = parts[1] if len(parts) > 2 else "app"
        summary = file["summary"]
        counted[layer][0] += summary["covered_lines"] + summary["covered_branches"]
        counted[layer][1] += summary["num_statements"] + summary["num_branches"]
    return {layer: round(100 * have / all_, 1) for layer, (have, all_) in counted.items() if all_}


def main() -> int:
    """Compare, print and return 1 if a layer fell below its baseline."""
    reached = layers(Path(sys.argv[1]))
    baseline: dict[str, float] = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if "--raise" in sys.argv:
        raised = {layer: max(value, baseline.get(layer, 0)) for layer, value in reached.items()}
        BASELINE.write_text(json.dumps(dict(sorted(raised.items())), indent=2) + "\n")
        baseline = raised
    failed = False
    for layer, value in sorted(reached.items()):
        least = baseline.get(layer, 90.0)
        fell = value < least - SLACK
        failed |= fell
        print(f"{layer:<10} {value:6.1f} %  baseline {least:6.1f} %{'  FELL' if fell else ''}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
