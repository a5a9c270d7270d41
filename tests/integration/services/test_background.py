"""What happens beside the screenings: the index exchanged, the kernels compiled, work cancelled."""

from __future__ import annotations

import os
import shutil
import threading
import time
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from app.domain.subject import Subject, SubjectType
from app.matching import kernels
from app.services import lists, screening, startup
from app.services.jobs import JobCancelled
from app.services.matching_index import prepare_index
from app.services.screening import ScreeningRequest


def screened(workspace):
    request = ScreeningRequest(Subject(SubjectType.INDIVIDUAL, "Oscar Ashworth"))
    return screening.screen(workspace, request)


def test_screening_goes_on_with_the_previous_index_while_the_next_is_built(
    workspace, un_file, person
) -> None:
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth"))])
    prepare_index(workspace)
    lists.import_list(workspace, "un_sc", [un_file(date="2026-11-19", name="next.xml")])
    building, go_on = threading.Event(), threading.Event()

    class Slow:
        def progress(self, done: int, total: int, text: str) -> None:
            building.set()
            assert go_on.wait(20)

        def check(self) -> None:
            pass

    builder = threading.Thread(target=prepare_index, args=(workspace, Slow()))
    builder.start()
    assert building.wait(20)
    meanwhile = screened(workspace)
    assert meanwhile.lists[0].version == "2026-11-18", "the record names what it really used"
    assert len(meanwhile.matches) == 1
    go_on.set()
    builder.join(20)
    assert workspace.index.is_current()
    assert screened(workspace).matches == ()


def test_the_index_is_reopened_not_rebuilt(workspace, un_file, person, monkeypatch) -> None:
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth"))])
    prepare_index(workspace)
    workspace.index.drop()
    monkeypatch.setattr("app.services.index_keeper.build_index", None)
    assert len(screened(workspace).matches) == 1


def test_a_start_loads_the_demonstration_lists_and_the_index(workspace) -> None:
    startup.prepare_workspace(workspace)
    assert workspace.index.is_current()
    assert screened(workspace).is_demo


def test_compiling_can_be_cancelled_at_once(workspace) -> None:
    class Cancelled:
        def progress(self, done: int, total: int, text: str) -> None: ...

        def check(self) -> None:
            raise JobCancelled

    started = time.monotonic()
    with pytest.raises(JobCancelled):
        startup.warm_up_matcher(workspace, Cancelled())
    assert time.monotonic() - started < 5


@pytest.fixture
def all_but_one(workspace, warm) -> Path:
    """The folder of kernels as a start leaves it that was broken off before its last one.

    Compiling one takes as many steps as compiling all, and a tenth of the time.
    """
    folder = startup.kernel_cache(workspace)
    shutil.copytree(warm, folder)
    (folder / "complete").unlink()
    for file in folder.rglob("jitted._find_form-*"):
        file.unlink()
    return folder


def test_kernels_are_compiled_once_and_loaded_afterwards(workspace, all_but_one) -> None:
    assert not list(all_but_one.rglob("jitted._find_form-*"))
    told: list[str] = []

    class Told:
        def progress(self, _done: int, _total: int, text: str) -> None:
            told.append(text)

        def check(self) -> None: ...

    if not startup.warm_up_matcher(workspace, Told()):
        pytest.skip("numba is not at hand: the NumPy path answers")
    parts = [text for text in told if "part" in text]
    assert parts[:3] == [f"Compiling the fast matcher, part {part} of 3" for part in (1, 2, 3)]
    assert kernels.is_warm()
    (compiled,) = startup.kernel_cache(workspace).rglob("jitted._find_form-*.nbc")
    made_at = compiled.stat().st_mtime_ns
    assert startup.warm_up_matcher(workspace)
    assert compiled.stat().st_mtime_ns == made_at


def compiled(workspace, name: str, hours_ago: float) -> Path:
    """A folder with the kernels of another version, last asked for so long ago."""
    folder = startup.kernel_cache(workspace).with_name(name)
    (folder / "inside").mkdir(parents=True)
    (folder / "inside" / "loop.nbc").write_bytes(b"code")
    asked_at = time.time() - hours_ago * 3600
    os.utime(folder, (asked_at, asked_at))
    return folder


def test_kernels_of_other_versions_are_removed_unless_they_may_be_in_use(
    workspace, monkeypatch
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(startup.kernels, "warm_up", lambda _tell, _folder: told.append(True))
    own = startup.kernel_cache(workspace)
    own.mkdir(parents=True)
    (own / "complete").touch()
    old = compiled(workspace, "00aa", 30)
    half_removed = compiled(workspace, ".removed-00bb", 0.1)
    fresh = compiled(workspace, "00cc", 0.5)
    assert not startup.warm_up_matcher(workspace)
    assert old.exists(), "what does not answer replaces nothing"
    monkeypatch.setattr(startup.kernels, "warm_up", lambda _tell, _folder: True)
    assert startup.warm_up_matcher(workspace)
    assert sorted(folder.name for folder in own.parent.iterdir()) == sorted([fresh.name, own.name])
    assert not half_removed.exists()
    assert (fresh / "inside" / "loop.nbc").exists()


def test_a_folder_that_cannot_be_removed_is_no_obstacle(workspace, monkeypatch) -> None:
    monkeypatch.setattr(startup.kernels, "warm_up", lambda _tell, _folder: True)
    own = startup.kernel_cache(workspace)
    own.mkdir(parents=True)
    (own / "complete").touch()
    old = compiled(workspace, "00aa", 30)

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refuse)
    assert startup.warm_up_matcher(workspace)
    assert old.exists()


def test_kernels_of_a_program_installed_anew_have_a_folder_of_their_own(
    workspace, monkeypatch, tmp_path
) -> None:
    source = tmp_path / "jitted.py"
    source.write_text("")
    before = startup.kernel_cache(workspace)
    monkeypatch.setattr(startup.kernels, "__file__", str(tmp_path / "kernels.py"))
    elsewhere = startup.kernel_cache(workspace)
    assert startup.kernel_cache(workspace) == elsewhere
    os.utime(source, (1, 1))
    later = startup.kernel_cache(workspace)

    def refuse(_name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(startup, "version", refuse)
    assert len({before, elsewhere, later, startup.kernel_cache(workspace)}) == 4


def test_kernels_of_which_only_some_were_compiled_are_compiled_beside_the_program(
    workspace, monkeypatch
) -> None:
    """A start that was broken off leaves some; compiling the rest here would hold the window."""
    started: list[str] = []
    monkeypatch.setattr(startup.kernels, "warm_up", lambda _tell, _folder: True)
    real = startup.subprocess.Popen
    monkeypatch.setattr(
        startup.subprocess,
        "Popen",
        lambda args, **more: started.append(args[-1]) or real([args[0], "-c", ""], **more),
    )
    own = startup.kernel_cache(workspace)
    own.mkdir(parents=True)
    (own / "loop.nbc").write_bytes(b"code")
    assert startup.warm_up_matcher(workspace)
    assert started == [str(own)]
    assert startup.warm_up_matcher(workspace)
    assert started == [str(own)]
