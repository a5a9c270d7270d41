"""Start of the program: `screendesk` and `python -m app`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; without arguments it opens the window."""
    from app.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
