"""Whose reports these are: name, line and logo of the organisation, kept in the workspace."""

from __future__ import annotations

import base64
import binascii
import io
from pathlib import Path
from typing import Any, Final

from app.domain.errors import UsageError
from app.domain.user import Permission
from app.services.report_parts import Organisation
from app.services.settings_trail import record_change
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

KEY: Final = "organisation"
MOST_BYTES: Final = 512 * 1024
MOST_PIXELS: Final = 4_000
MOST_LETTERS: Final = 120
_KINDS: Final = {"PNG", "JPEG"}
_TODO: Final = "Choose a PNG or JPEG file of at most 512 KB."
_SAFE: Final = "The organisation was left as it is."


def stored(uow: UnitOfWork) -> Organisation:
    """The organisation as this transaction sees it; a logo that is damaged is left out."""
    value: dict[str, Any] = uow.settings.get(KEY, default={})
    try:
        logo = base64.b64decode(value.get("logo", ""), validate=True)
    except (binascii.Error, TypeError, ValueError):
        logo = b""
    return Organisation(
        str(value.get("name", "")), str(value.get("line", "")), b"" if _problem(logo) else logo
    )


def read_logo(path: Path) -> bytes:
    """The picture in a file, checked by its content.

    Raises UsageError for a file that cannot be read, or is no PNG or JPEG of a fitting size.
    """
    try:
        with path.open("rb") as file:
            logo = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"{path.name} cannot be read: {error.strerror or error}.", safe=_SAFE, todo=_TODO
        ) from error
    problem = _problem(logo) or ("" if logo else "The file is empty.")
    if problem:
        raise UsageError(problem, safe=_SAFE, todo=_TODO)
    return logo


def read(workspace: Workspace) -> Organisation:
    """The organisation whose reports these are; empty until it is set."""
    with workspace.database.read() as uow:
        return stored(uow)


def save(workspace: Workspace, organisation: Organisation, *, reason: str = "") -> Organisation:
    """Put name, line and logo on every report from now on, and record who changed them.

    Setting, event (`settings.changed`) and audit row are one transaction; the trail keeps the
    logo's size and fingerprint, not its bytes. What is equal changes and records nothing.

    Raises:
        UsageError: a logo that is neither PNG nor JPEG, too large or damaged; a text too long;
        NotAllowed.
    """
    workspace.require(Permission.CHANGE_POLICY)
    organisation = Organisation(
        " ".join(organisation.name.split()), " ".join(organisation.line.split()), organisation.logo
    )
    for text in (organisation.name, organisation.line):
        if len(text) > MOST_LETTERS:
            raise UsageError(
                f"“{text[:30]}…” is longer than {MOST_LETTERS} letters.",
                safe=_SAFE,
                todo="Shorten it: it stands in one line of every report.",
            )
    problem = _problem(organisation.logo)
    if problem:
        raise UsageError(problem, safe=_SAFE, todo=_TODO)
    with workspace.database.write() as uow:
        before = stored(uow)
        if before == organisation:
            return before
        uow.settings.set(
            KEY,
            {
                "name": organisation.name,
                "line": organisation.line,
                "logo": base64.b64encode(organisation.logo).decode("ascii"),
            },
        )
        event = record_change(workspace, uow, KEY, _told(before), _told(organisation), reason)
        uow.commit()
    workspace.bus.publish([event])
    return organisation


def _told(organisation: Organisation) -> dict[str, Any]:
    import hashlib

    logo = organisation.logo
    return {
        "name": organisation.name,
        "line": organisation.line,
        "logo_bytes": len(logo),
        "logo_sha256": hashlib.sha256(logo).hexdigest() if logo else "",
    }


def _problem(logo: bytes) -> str:
    """Why a file cannot be a logo, by its content; empty if it can, or is none."""
    if not logo:
        return ""
    if len(logo) > MOST_BYTES:
        return f"The logo is larger than {MOST_BYTES:,} bytes."
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(logo), formats=sorted(_KINDS)) as image:
            if max(image.size) > MOST_PIXELS:
                return f"The logo is larger than {MOST_PIXELS:,} points on a side."
            image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return "The logo is neither a PNG nor a JPEG file that can be read."
    return ""
