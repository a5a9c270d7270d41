"""The errors a user can meet, and what each means to a script.

Every message says what happened, what is safe and what to do; `exit_code` is the command
line's answer. Faults of the environment are kept apart from bad input; anything that is not
an AppError is a bug.
"""

from __future__ import annotations


class AppError(Exception):
    """Something went wrong."""

    exit_code = 1
    code = "INTERNAL_ERROR"

    def __init__(
        self, message: str = "", *, safe: str = "", todo: str = "", details: str = ""
    ) -> None:
        self.message = message or (self.__doc__ or "").strip().splitlines()[0]
        self.safe = safe
        self.todo = todo
        self.details = details
        super().__init__(self.message)

    def text(self) -> str:
        """What happened, what is safe, what to do, as one line."""
        return " ".join(part for part in (self.message, self.safe, self.todo) if part)


class UsageError(AppError):
    """The command was called the wrong way."""

    exit_code = 2
    code = "BAD_REQUEST"


class BadInput(AppError):
    """The input cannot be used; nothing was stored."""

    exit_code = 3
    code = "VALIDATION_ERROR"


class InvalidSubject(BadInput):
    """The subject cannot be screened; nothing was stored."""

    code = "INVALID_SUBJECT"


class ListRefused(BadInput):
    """The list file was refused; the last good version stays active."""

    code = "LIST_REFUSED"


class NotFound(BadInput):
    """There is no such record."""

    code = "NOT_FOUND"


class EnvironmentFault(AppError):
    """The machine did not let the program do its work."""

    exit_code = 4
    code = "SERVICE_UNAVAILABLE"


class DownloadFailed(EnvironmentFault):
    """A list could not be fetched from its publisher."""


class DatabaseLocked(EnvironmentFault):
    """Another program is writing to this workspace."""


class DiskFull(EnvironmentFault):
    """The disk is full."""


class ReadOnlyFolder(EnvironmentFault):
    """The data folder cannot be written."""


class SchemaTooNew(EnvironmentFault):
    """This workspace was written by a newer version of Screendesk."""


class NotADatabase(EnvironmentFault):
    """The file is not a Screendesk workspace."""


class IntegrityFault(AppError):
    """An integrity check failed."""

    exit_code = 5
    code = "INTEGRITY_ERROR"
