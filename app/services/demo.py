"""The demonstration lists: loaded at the first start, so that there is something to try."""

from __future__ import annotations

from app import bundled
from app.services import lists
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

DEMO_LOADED = "demo_lists_loaded"


def load_demo_lists(workspace: Workspace, job: Job = NO_JOB) -> None:
    """Import `lists/demo/<source>/` once per workspace, unless it has real lists already."""
    if workspace.database.is_read_only:
        return
    with workspace.database.read() as uow:
        if uow.settings.get(DEMO_LOADED) or uow.lists.active_versions():
            return
    for folder in sorted(bundled.path("lists/demo").iterdir()):
        if folder.is_dir():
            files = sorted(file for file in folder.iterdir() if file.is_file())
            lists.import_list(workspace, folder.name, files, is_demo=True, job=job)
    with workspace.database.write() as uow:
        uow.settings.set(DEMO_LOADED, value=True)
        uow.commit()
