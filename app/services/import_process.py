"""An import in a process of its own: the window stays smooth, and a crash takes nothing with it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from app.domain.errors import (
    AppError,
    BadInput,
    EnvironmentFault,
    IntegrityFault,
    ListRefused,
    NotFound,
    UsageError,
)
from app.domain.lists import ImportReport, KeptAside
from app.services import lists
from app.services.jobs import NO_JOB, Job
from app.services.list_readers import ListReader
from app.services.user_handover import hand_over
from app.services.workspace import Workspace

PROGRESS: Final = "progress"  # the key of a line of progress on standard error
_ERRORS: Final[dict[str, type[AppError]]] = {
    kind.code: kind
    for kind in (BadInput, EnvironmentFault, IntegrityFault, ListRefused, NotFound, UsageError)
}
_PATIENCE: Final = 5.0  # seconds for a process that was told to stop
_SWEEP_SECONDS: Final = 2.0


def import_list(
    workspace: Workspace,
    source: str,
    files: Sequence[Path],
    *,
    published_on: date | None = None,
    served_on: date | None = None,
    reader: ListReader | None = None,
    job: Job = NO_JOB,
) -> ImportReport:
    """`lists.import_list` in a process of its own, with its events told here.

    A frozen program has no interpreter to start, and a reader of the caller cannot be handed
    over: then it is done here.

    Raises what `lists.import_list` raises, without the finer kinds of EnvironmentFault.
    """
    if getattr(sys, "frozen", False) or reader is not None:
        return lists.import_list(
            workspace, source, files,
            published_on=published_on, served_on=served_on, reader=reader, job=job,
        )  # fmt: skip
    with workspace.database.read() as uow:
        last = uow.events.last_seq()
    days = (("--published-on", published_on), ("--served-on", served_on))
    command = [
        sys.executable, "-P", "-m", "app", "lists", "import", "--json", "--progress-lines",
        "--no-link",
        f"--data-dir={workspace.data_dir.absolute()}",
        *(f"{name}={day}" for name, day in days if day is not None),
        "--", source, *(str(file.absolute()) for file in files),
    ]  # fmt: skip
    try:
        code, text = _run(command, hand_over(workspace), job)
    finally:
        _publish(workspace, last)
    return _report(workspace, _value(text, code))


def _run(command: Sequence[str], session: Mapping[str, str], job: Job) -> tuple[int, str]:
    """Run to the end or until the job is cancelled; gives the exit code and what was printed."""
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **session, "PYTHONUTF8": "1"},
    )
    assert process.stdout
    assert process.stderr
    told: queue.SimpleQueue[list[Any]] = queue.SimpleQueue()
    printed: list[str] = []
    threads = (
        threading.Thread(target=_collect, args=(process.stdout, printed), daemon=True),
        threading.Thread(target=_listen, args=(process.stderr, told), daemon=True),
    )
    for thread in threads:
        thread.start()
    try:
        while process.poll() is None:
            _pass_on(told, job)
            job.check()
            time.sleep(0.05)
        _pass_on(told, job)
    finally:
        _end(process)
        for thread in threads:
            thread.join()
    return process.returncode, "".join(printed)


def _collect(stream: IO[str], printed: list[str]) -> None:
    with stream:
        printed.append(stream.read())


def _listen(stream: IO[str], told: queue.SimpleQueue[list[Any]]) -> None:
    """The lines of progress; whatever else stands there is for a terminal."""
    with stream:
        for line in stream:
            try:
                told.put(json.loads(line)[PROGRESS])
            except (ValueError, TypeError, KeyError):
                continue


def _pass_on(told: queue.SimpleQueue[list[Any]], job: Job) -> None:
    while not told.empty():
        done, total, text = told.get()
        job.progress(done, total, text)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _publish(workspace: Workspace, last: int) -> None:
    """Tell here what was recorded there, and undo what a cancelled process left."""
    workspace.database.sweep(_SWEEP_SECONDS)
    with workspace.database.read() as uow:
        events = [e for e in uow.events.after(last) if e.type.value.startswith("list.")]
    workspace.bus.publish(events)


def _value(text: str, code: int) -> dict[str, Any]:
    """What the process printed. Raises the error that it printed, or one that says it crashed."""
    try:
        value: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise EnvironmentFault(
            f"The process of the import ended unexpectedly (code {code}).",
            safe="Nothing was changed; the last good version stays active.",
            todo="Try again; close other programs if memory is short.",
        ) from error
    told = value.get("error")
    if told is not None:
        kind = _ERRORS.get(told["code"], AppError)
        raise kind(told["message"], safe=told["safe"], todo=told["todo"])
    return value


def _report(workspace: Workspace, value: dict[str, Any]) -> ImportReport:
    with workspace.database.read() as uow:
        version = uow.lists.version(value["version_id"])
    return ImportReport(
        source=value["source"],
        version=version,
        activated=value["activated"],
        unchanged=value["unchanged"],
        seconds=value["seconds"],
        problems=tuple(value["problems"]),
        kept_aside=tuple(KeptAside(**row) for row in value["kept_aside"]),
        demo_deactivated=tuple(value["demo_deactivated"]),
    )
