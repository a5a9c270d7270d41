"""What a web server's answer is beside the list: an error page, a file name, a link to the list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

HEAD_BYTES = 4096
_SHOWN = 120
_ERROR_XML = re.compile(rb"\A(?:<\?xml[^>]*\?>\s*)?<(?:\w+:)?(Error|Fault|problem)[\s>/]", re.I)
_CODE = re.compile(rb"<(?:\w+:)?(?:Code|Message|title|detail)>([^<]{1,300})<", re.I)
_ERROR_JSON = re.compile(
    rb'\A\{\s*"(?:error|errors|message|fault)"\s*:\s*"?([^"{}\[\]]{0,300})', re.I
)
_PAGE = re.compile(rb"\A(?:<!--.*?-->\s*)?(?:<!doctype\s+html|<html[\s>]|<head[\s>])", re.I | re.S)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,300})<", re.I)
_DISPOSITION = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", re.I)


def error_page(head: bytes) -> str:
    """What an answer is instead of a list, as part of a sentence; "" if nothing tells so.

    Args:
        head: the first bytes of the answer's body.
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PAGE.match(start):
        title = _TITLE.search(start)
        return f"a web page{_quoted(title.group(1)) if title else ''}"
    if _ERROR_XML.match(start):
        code = _CODE.search(start)
        return f"an error message{_quoted(code.group(1)) if code else ''}"
    found = _ERROR_JSON.match(start)
    if found:
        return f"an error message{_quoted(found.group(1))}"
    return ""


def _quoted(text: bytes) -> str:
    words = " ".join(text.decode("utf-8", "replace").split())
    clean = "".join(char for char in words if char.isprintable()).strip(" :,")
    return f" (“{clean[:_SHOWN]}”)" if clean else ""


def file_name(url: str, headers: Mapping[str, str]) -> str:
    """A name for the file of an answer: the server's own, else the last part of the address.

    Nothing from outside chooses a folder: only a plain name is returned.
    """
    told = _DISPOSITION.search(headers.get("content-disposition", ""))
    for name in (told.group(1) if told else "", urlsplit(url).path):
        plain = unquote(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
        clean = "".join(char for char in plain if char.isprintable() and char not in '<>:"|?*')
        clean = clean.strip(". ")
        if clean:
            return clean[-_SHOWN:]
    return "list"


def find_link(page: bytes, url: str, pattern: str) -> str:
    """The address of the first link on a page whose address has this form; "" if there is none.

    Args:
        url: the page's own address: links are relative to it.
        pattern: a regular expression that occurs in the wanted address.
    """
    try:
        tree = html.document_fromstring(page)
    except (ValueError, etree.LxmlError):
        return ""
    for link in tree.iter("a"):
        address = urljoin(url, str(link.get("href", "")).strip())
        if re.search(pattern, address):
            return address
    return ""
