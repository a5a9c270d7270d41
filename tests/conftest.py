"""Test-wide setting: offscreen Qt, isolated folders, real list files where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Without the Qt system libraries pytest-qt would stop the whole run: leave it out then.

    The window's tests are skipped by name (tests/gui/conftest.py); all others run.
    """
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError:
        pluginmanager.unregister(name="pytest-qt")


ROOT = Path(__file__).resolve().parent.parent


def _samples() -> Path | None:
    named = os.environ.get("SCREENDESK_SAMPLES")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real list files; the test is skipped without it."""
    folder = _samples()
    if folder is None:
        pytest.skip("no real list files: set SCREENDESK_SAMPLES")
    return folder


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, also for whatever looks at the environment."""
    folder = tmp_path / "data"
    monkeypatch.setenv("SCREENDESK_DATA_DIR", str(folder))
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of the real list files."""
    skipped = terminalreporter.stats.get("skipped", [])
    wanting = sum("no real list files" in str(report.longrepr) for report in skipped)
    if wanting:
        terminalreporter.write_line(f"{wanting} tests skipped for want of the real list files")
