"""What a window does in the background while it opens: demonstration lists, index, kernels."""

from __future__ import annotations

import hashlib
import inspect
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.matching import kernels
from app.services import case_vault
from app.services.demo import load_demo_lists
from app.services.jobs import NO_JOB, Job
from app.services.list_versions import activate_left_ready
from app.services.matching_index import prepare_index
from app.services.review_announcing import announce_resolved
from app.services.workspace import Workspace

_COMPILE = """
import pathlib, sys
from app.matching import kernels
kernels.warm_up(lambda *step: print(*step, flush=True), pathlib.Path(sys.argv[1]))
"""

_COMPLETE = "complete"  # a file in the folder of kernels that were all compiled
_REMOVED = ".removed-"  # before the name of a folder that is being removed
_IN_USE_S = 3600.0  # a folder asked for within this time may be in use by another process


def prepare_workspace(workspace: Workspace, job: Job = NO_JOB) -> None:
    """Finish what an import left, tell of resolutions that were not told yet, remove documents
    that no case names, load the demonstration lists on the first start, and make the matching
    index ready."""
    with workspace.in_background():
        activate_left_ready(workspace)
        announce_resolved(workspace)
        case_vault.sweep(workspace)
        load_demo_lists(workspace, job)
        prepare_index(workspace, job)


def warm_up_matcher(workspace: Workspace, job: Job = NO_JOB) -> bool:
    """Switch to the compiled kernels; whether they answer from now on.

    Compiling keeps the interpreter busy for seconds, so a process of its own does it and fills
    the cache; here the compiled code is then only loaded. A frozen program has no interpreter
    to start: it compiles here, once. Compiled code of other versions of the program is removed
    once that of this one is there.
    """
    cache = kernel_cache(workspace)
    _note_use(cache)
    if not getattr(sys, "frozen", False) and not (cache / _COMPLETE).exists():
        job.progress(0, 0, "Compiling the fast matcher")
        # -P: modules of the current folder are none of ours.
        compiling = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", _COMPILE, str(cache)], stdout=subprocess.PIPE, text=True
        )
        telling = threading.Thread(target=_tell, args=(compiling, job), daemon=True)
        telling.start()
        try:
            while compiling.poll() is None:
                job.check()
                _wait(compiling)
        finally:
            if compiling.poll() is None:
                compiling.kill()
                compiling.wait()
            telling.join()
    is_warm = kernels.warm_up(job.progress, cache)
    if is_warm:
        with suppress(OSError):  # a folder that cannot be written to is no obstacle
            (cache / _COMPLETE).touch()
            _remove_others(cache)
    return is_warm


def _tell(process: subprocess.Popen[str], job: Job) -> None:
    """Pass on what the compiling process says of its progress: done, total, text."""
    assert process.stdout
    with process.stdout:
        for line in process.stdout:
            done, total, text = line.split(maxsplit=2)
            job.progress(int(done), int(total), text.strip())


def _wait(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        return


def kernel_cache(workspace: Workspace) -> Path:
    """The folder of the compiled kernels of this workspace and this version of the program.

    The compiler holds what another version of it made for outdated, and what was made from files
    at another place or of another time. Each has its folder, so that a complete one is of use.
    """
    digest = hashlib.blake2b(kernels.fingerprint().encode(), digest_size=8)
    with suppress(PackageNotFoundError):
        digest.update(version("numba").encode())
    for source in sorted(Path(inspect.getfile(kernels)).parent.glob("*jitted.py")):
        digest.update(f"{source} {source.stat().st_mtime_ns}".encode())
    return workspace.data_dir / "cache" / "kernels" / digest.hexdigest()


def _note_use(folder: Path) -> None:
    """Let other processes see that one is about to use the folder."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)


def _remove_others(folder: Path) -> None:
    """Remove the folders beside this one that no process has asked for of late.

    A process that asked earlier has loaded what it needs. Each is renamed first, which happens at
    once or not at all: nobody ever finds half of one. What cannot be removed is tried again at
    the next start.
    """
    for other in folder.parent.iterdir():
        if other == folder or not other.is_dir():
            continue
        with suppress(OSError):
            if other.name.startswith(_REMOVED):
                shutil.rmtree(other, ignore_errors=True)
            elif time.time() - other.stat().st_mtime >= _IN_USE_S:
                renamed = other.rename(other.with_name(_REMOVED + other.name))
                shutil.rmtree(renamed, ignore_errors=True)
