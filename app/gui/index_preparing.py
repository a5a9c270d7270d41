"""Having the matching index ready in the background before the next screening asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, SignalInstance

from app.gui import jobs
from app.services import matching_index
from app.services.workspace import Workspace


def prepare_index(
    questions: jobs.Questions,
    workspace: Workspace,
    failed: Callable[[Any], object] | SignalInstance,
) -> jobs.JobHandle:
    """Build the index of the active lists and the settings in force, on the worker for indexes.

    A build that these `questions` began before is given up. `failed` gets an error on the GUI
    thread; the handle is for who shows the progress.
    """
    return questions.ask(
        "index",
        lambda job: matching_index.prepare_index(workspace, job),
        lambda _nothing: None,
        failed,
        label=QCoreApplication.translate("Jobs", "Building the matching index"),
        lane=jobs.INDEX,
    )
