"""The demonstration lists: loaded at the first start, so that there is something to try."""

from __future__ import annotations

from app import bundled
from app.services import lists
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

DEMO_LOADED = "demo_lists_loaded"
WAIT_MS = 30_000  # for another process that is loading them at this moment


def load_demo_lists(workspace: Workspace, job: Job = NO_JOB) -> None:
    """Import `lists/demo/<source>/` once per workspace, unless it has a real list already.

    A load that was interrupted is finished by the next call; of two processes one loads and the
    other waits for it.
    """
    if workspace.database.is_read_only or _is_done(workspace):
        return
    with workspace.database.import_lock(WAIT_MS):
        if _is_done(workspace):
            return
        for folder in sorted(bundled.path("lists/demo").iterdir()):
            if folder.is_dir():
                files = sorted(file for file in folder.iterdir() if file.is_file())
                lists.import_locked(workspace, folder.name, files, is_demo=True, job=job)
        with workspace.database.write() as uow:
            uow.settings.set(DEMO_LOADED, value=True)
            uow.commit()


def _is_done(workspace: Workspace) -> bool:
    with workspace.database.read() as uow:
        return bool(uow.settings.get(DEMO_LOADED)) or _has_real_list(uow)


def _has_real_list(uow: UnitOfWork) -> bool:
    return any(not version.is_demo for version in uow.lists.active_versions())
