"""Progress and cancelling, without Qt: a service takes a Job last and calls it once per chunk."""

from __future__ import annotations

from typing import Protocol


class JobCancelled(Exception):  # a signal, not an error: leaves through the unit of work
    """The user cancelled; finished chunks stay, the open one is rolled back."""


class Job(Protocol):
    """What a service may call while it works."""

    def progress(self, done: int, total: int, text: str) -> None:
        """Report `done` of `total` units (total 0 = unknown) and what is being done."""

    def check(self) -> None:
        """Raise JobCancelled if the user asked to stop."""


class _NoJob:
    def progress(self, done: int, total: int, text: str) -> None:
        del done, total, text

    def check(self) -> None:
        return


NO_JOB: Job = _NoJob()
