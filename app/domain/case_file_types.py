"""Which documents a case takes, judged by their content: signatures, never the name alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from app.domain.errors import BadInput

MAX_FILE_BYTES = 50 * 1024 * 1024
TEXT = "text/plain"
MAIL = "message/rfc822"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jpe"),
    "image/gif": ("gif",),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    MAIL: ("eml",),
    TEXT: ("txt", "csv", "tsv", "log", "md"),
}
TAKEN = "PDF, PNG, JPEG, GIF, TIFF, WebP, DOCX, XLSX, plain text and e-mail (.eml)"
# (offset, bytes, media type): the first bytes by which these formats are told.
_SIGNATURES = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",  # a Windows shortcut
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # old Office and installers: may hold macros
)
# Extensions by which a system starts a program or reads markup that can hold scripts.
_PROGRAM_NAME = re.compile(
    r"app|apk|appimage|bat|bin|cmd|com|command|cpl|deb|desktop|dll|dmg|docm|dotm|exe|gadget|hta"
    r"|html?|inf|ins|iso|jar|jse?|lnk|mht|mhtml|msc|ms[ipt]|pif|pl|pptm|psm?1|ps1xml|pyc?|pyw|rb|reg"
    r"|rpm|run|scf|scr|sct|sh|shb|svg|sys|url|vb|vb[es]|vxd|ws|ws[cfh]|xhtml|xlam|xlsm|xltm|xml"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAIL_HEAD = re.compile(
    rb"(?i)\A(?:[a-z][a-z0-9-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}", re.DOTALL
)
_MAIL_FIELDS = re.compile(rb"(?im)^(from|to|subject|date|received|message-id):")
_MACROS = ("vbaproject", "macrosheets", "activex")


@dataclass(frozen=True, slots=True)
class FileKind:
    """The type of a document by its content, and the extensions that its name may have."""

    media_type: str
    extensions: tuple[str, ...]


class FileRefused(BadInput):
    """This file cannot be kept with a case."""

    code = "FILE_REFUSED"


def file_kind(name: str, content: bytes) -> FileKind:
    """The type of a document.

    Args:
        name: as it was given; a name that starts programs is refused whatever the content.
        content: the whole file.
    Raises:
        FileRefused: empty, too large, a program or script, or of no type that is taken.
    """
    if not content:
        raise _refused(name, "It is empty.")
    if len(content) > MAX_FILE_BYTES:
        raise too_large(name)
    extension = name.rpartition(".")[2].strip().casefold() if "." in name else ""
    if _PROGRAM_NAME.fullmatch(extension) or content.startswith(_PROGRAMS):
        raise _refused(name, "Programs, scripts and files with macros are not kept.")
    media_type = _media_type(extension, content)
    if not media_type:
        raise _refused(name, f"Its content is none of {TAKEN}.")
    return FileKind(media_type, EXTENSIONS[media_type])


def named_by_content(name: str, kind: FileKind) -> str:
    """A clean file name whose extension tells the truth: that of the content is appended where
    another one stands."""
    extension = name.rpartition(".")[2].casefold() if "." in name else ""
    return name if extension in kind.extensions else f"{name}.{kind.extensions[0]}"


def too_large(name: str) -> FileRefused:
    """The error of a file that is larger than MAX_FILE_BYTES."""
    return _refused(name, f"It is larger than {MAX_FILE_BYTES // 1024 // 1024} MB.")


def _refused(name: str, why: str) -> FileRefused:
    return FileRefused(
        f"“{name[:80]}” cannot be kept. {why}",
        safe="Nothing was stored.",
        todo=f"Attach {TAKEN}.",
    )


def _media_type(extension: str, content: bytes) -> str:
    for offset, signature, media_type in _SIGNATURES:
        if content.startswith(signature, offset):
            return media_type
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    return _text_type(extension, content)


def _office_type(content: bytes) -> str:
    """DOCX or XLSX by the parts of the package; "" for any other archive, or one with macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {info.filename.casefold() for info in package.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return ""
    if "[content_types].xml" not in parts or any(word in p for p in parts for word in _MACROS):
        return ""
    if "word/document.xml" in parts:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts else ""


def _text_type(extension: str, content: bytes) -> str:
    if extension == "eml" and _is_mail(content):
        return MAIL
    text = _decoded(content)
    if text is None or _CONTROLS.search(text) or text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""  # markup can hold scripts
    return TEXT


def _is_mail(content: bytes) -> bool:
    head = content[:65536]
    found = _MAIL_HEAD.match(head)
    return bool(found and b"\0" not in content and _MAIL_FIELDS.search(found.group()))


def _decoded(content: bytes) -> str | None:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
