"""The commands that measure: validate pairs, screening and self, and bench."""

from __future__ import annotations

import typer

validate_app = typer.Typer(help="Measure the matcher on your own cases.", no_args_is_help=True)
