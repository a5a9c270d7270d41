"""Runs pieces of the store in processes of their own, to be killed or to get in each other's way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def new_workspaces() -> None:
    """Every new workspace is made by all the steps of the storage."""


@pytest.fixture
def start() -> Iterator[Start]:
    """Start Python code with arguments; it prints a line when the interesting part begins."""
    started: list[subprocess.Popen[str]] = []

    def run(code: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
