"""What people add to a case: notes, calls, e-mails, meetings, documents and links."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from app.domain.case import ENTERED, Activity, ActivityType, Attachment
from app.domain.case_file_types import (
    MAX_FILE_BYTES,
    FileRefused,
    file_kind,
    named_by_content,
    too_large,
)
from app.domain.case_texts import MAX_NOTE, file_name, note_text
from app.domain.errors import BadInput
from app.domain.events import EventType
from app.domain.user import Permission
from app.services.case_recording import CaseWork, case_work
from app.services.workspace import Workspace
from app.storage.case_files import CaseFiles

MAX_URL = 2_000
DOCUMENT = "DOCUMENT"


def add_activity(
    workspace: Workspace,
    case_id: str,
    type: ActivityType | str,  # noqa: A002 -- the word of the API
    content: str,
) -> Activity:
    """Add a line to a case's timeline, in every state.

    Args:
        type: NOTE, CALL, EMAIL, DOCUMENT or MEETING.
        content: what to write, 1-20,000 characters.
    Raises:
        BadInput (another type, no text), NotAllowed, NotFound.
    """
    kind = _entered(type)
    text = note_text(content)
    if not text:
        raise BadInput("The note is empty.", safe="Nothing was added.", todo="Write something.")
    with case_work(workspace) as work:
        case = work.case(case_id)
        work.change(case, EventType.CASE_UPDATED, kind, text)
        return work.uow.cases.parts.activities(case_id)[-1]


def attach_file(
    workspace: Workspace,
    case_id: str,
    source: Path | bytes,
    name: str = "",
    *,
    type: str = DOCUMENT,  # noqa: A002 -- the word of the API
    note: str = "",
) -> Attachment:
    """Keep a document with a case, in every state; the same content is kept once.

    Args:
        source: a file, or its content (a pasted picture) with its name.
        name: shown and used for copies; the file's own if empty.
        type: what the caller calls it, such as DOCUMENT or PASSPORT.
        note: a line about it.
    Raises:
        FileRefused (too large, empty, a program, of no type that is taken), NotAllowed, NotFound,
        DiskFull, OSError if the file cannot be read.
    """
    workspace.require(Permission.WORK_CASES)
    shown = file_name(name or (source.name if isinstance(source, Path) else "document"))
    data = _content(source, shown)
    kind = file_kind(shown, data)
    with workspace.database.read() as uow:
        uow.cases.get(case_id)  # before the disk is touched
    sha256 = CaseFiles(workspace.data_dir).put(data)  # an orphan, if what follows fails
    with case_work(workspace) as work:
        attachment = Attachment(
            work.new_id("att"),
            case_id,
            named_by_content(shown, kind),
            _label(type),
            work.now,
            work.actor,
            sha256=sha256,
            size=len(data),
            media_type=kind.media_type,
            note=note_text(note),
        )
        _add(work, attachment)
    return attachment


def attach_link(
    workspace: Workspace,
    case_id: str,
    name: str,
    type: str,  # noqa: A002 -- the word of the API
    url: str,
    *,
    note: str = "",
) -> Attachment:
    """Keep a link to a document; it is never fetched.

    Raises BadInput (no http or https address, one with a password), NotAllowed, NotFound.
    """
    address = _address(url)
    with case_work(workspace) as work:
        attachment = Attachment(
            work.new_id("att"),
            case_id,
            file_name(name),
            _label(type),
            work.now,
            work.actor,
            url=address,
            note=note_text(note),
        )
        _add(work, attachment)
    return attachment


def _add(work: CaseWork, attachment: Attachment) -> None:
    case = work.case(attachment.case_id)
    work.uow.cases.parts.add_attachment(attachment)
    data = {
        "attachment_id": attachment.attachment_id,
        "name": attachment.name,
        "type": attachment.type,
        "sha256": attachment.sha256,
        "size": attachment.size,
        "media_type": attachment.media_type,
        "url": attachment.url,
    }
    work.change(case, EventType.CASE_UPDATED, ActivityType.DOCUMENT, attachment.note, data=data)


def _content(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    if not source.is_file():
        raise FileRefused(f"“{source.name[:80]}” is no file.", safe="Nothing was stored.")
    if source.stat().st_size > MAX_FILE_BYTES:
        raise too_large(name)
    with source.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)  # it may have grown meanwhile


def _entered(name: ActivityType | str) -> ActivityType:
    for kind in ActivityType:
        if kind in ENTERED and kind.value == name:
            return kind
    raise BadInput(
        f"“{str(name)[:40]}” is no activity that people enter.",
        safe="Nothing was added.",
        todo=f"Use {', '.join(item for item in ActivityType if item in ENTERED)}.",
    )


def _label(text: str) -> str:
    label = " ".join(note_text(text, "type").split()).upper() or DOCUMENT
    if len(label) > 40 or not label.isprintable():
        raise BadInput("The type has at most 40 characters.", safe="Nothing was stored.")
    return label


def _address(url: str) -> str:
    text = note_text(url, "address")
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        has_user = "@" in parts.netloc
        _ = parts.port
    except ValueError:
        is_web = has_user = False
    odd = any(char.isspace() or not char.isprintable() for char in text) or "\\" in text
    if not is_web or has_user or odd or len(text) > min(MAX_URL, MAX_NOTE):
        raise BadInput(
            "This is no web address that can be kept.",
            safe="Nothing was stored.",
            todo="Use one that begins with https:// or http://, without user name and password.",
        )
    return text
