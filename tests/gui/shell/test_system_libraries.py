"""Whether a window can open, told before Qt aborts."""

from __future__ import annotations

import builtins
import sys
from typing import Any

import pytest

from app.gui.shell.system_libraries import window_problem


def test_no_problem_offscreen() -> None:
    assert window_problem() is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are named on Linux")
def test_no_display_points_to_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    problem = window_problem()
    assert problem is not None
    assert "no display" in problem
    assert "screendesk --help" in problem


def test_missing_library_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "PySide6.QtWidgets":
            raise ImportError("libGL.so.1: cannot open shared object file")
        return load(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    problem = window_problem()
    assert problem is not None
    assert "apt-get install libgl1 libegl1" in problem
    assert "libGL.so.1" in problem
