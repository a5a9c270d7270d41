"""The command line run in this process: exit code, standard output and error."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import run


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Screendesk = Callable[..., Ran]


@pytest.fixture(autouse=True)
def new_workspaces(quick_workspaces: None) -> None:
    """New workspaces are copies of one."""


@pytest.fixture
def screendesk(data_dir: Path, capfd: pytest.CaptureFixture[str]) -> Screendesk:
    """Runs one command in an isolated data folder."""

    def call(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        caught = capfd.readouterr()
        return Ran(code, caught.out, caught.err)

    return call
