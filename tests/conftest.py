"""Test-wide setting: offscreen Qt, isolated folders, real list files where they are at hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

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


@pytest.fixture(scope="session")
def warm(pytestconfig: pytest.Config) -> Path:
    """The kernels compiled, in the folder that is returned; kept for the next run.

    Compiling takes half a minute: where several processes run the tests, one does it.
    """
    from filelock import FileLock

    from app.services import startup

    assert pytestconfig.cache is not None
    space = SimpleNamespace(data_dir=pytestconfig.cache.mkdir("compiled"))
    with FileLock(space.data_dir / "compiling.lock"):
        assert startup.warm_up_matcher(space)
    return startup.kernel_cache(space)


@pytest.fixture(scope="session")
def new_workspace_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace file as it is made for an empty folder."""
    from app.storage import migrate

    path = tmp_path_factory.mktemp("new") / "workspace.db"
    migrate.create(path, 5000)
    return path


@pytest.fixture
def quick_workspaces(new_workspace_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New workspaces are copies of one that was made by all the steps of the storage.

    The steps are deterministic and cost more than most tests; those of the storage take them.
    """
    from app.storage import migrate

    def copy(path: Path, _busy_timeout_ms: int) -> None:
        shutil.copy(new_workspace_file, path)

    monkeypatch.setattr(migrate, "create", copy)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration lists, loaded and indexed; tests work on copies."""
    from app.bootstrap import open_workspace
    from app.services.startup import prepare_workspace

    folder = tmp_path_factory.mktemp("demo") / "data"
    workspace = open_workspace(folder)
    prepare_workspace(workspace)
    workspace.close()
    return folder


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Password hashes that cost next to nothing; a hash of the product takes a tenth of a second."""
    from app.services import user_passwords

    monkeypatch.setattr(user_passwords, "TIME_COST", 1)
    monkeypatch.setattr(user_passwords, "MEMORY_KIB", 8)
    monkeypatch.setattr(user_passwords, "LANES", 1)
    user_passwords._of_nobody.cache_clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of the real list files."""
    skipped = terminalreporter.stats.get("skipped", [])
    wanting = sum("no real list files" in str(report.longrepr) for report in skipped)
    if wanting:
        terminalreporter.write_line(f"{wanting} tests skipped for want of the real list files")
