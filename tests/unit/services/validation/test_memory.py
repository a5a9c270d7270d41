"""The peak of memory, where the system tells it and where it does not."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest

from app.services.validation import memory


def test_the_peak_rises_with_what_is_held() -> None:
    memory.forget_peak()
    before = memory.peak_bytes()
    held = bytearray(60_000_000)
    held[::4096] = b"x" * len(held[::4096])
    after = memory.peak_bytes()
    assert before is not None
    assert after is not None
    assert after > before + 30_000_000


def test_without_the_status_file_the_peak_since_the_start_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "_STATUS", Path("/nowhere/status"))
    monkeypatch.setattr(memory, "_CLEAR", Path("/nowhere/clear"))
    memory.forget_peak()
    peak = memory.peak_bytes()
    assert peak is not None
    assert peak > 1_000_000


def test_a_system_that_tells_nothing_gives_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    status = tmp_path / "status"
    status.write_text("Name: x\n")
    monkeypatch.setattr(memory, "_STATUS", status)
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "resource":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "resource", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    assert memory.peak_bytes() is None
