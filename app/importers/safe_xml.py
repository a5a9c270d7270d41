"""XML from outside: streamed, no DTD, no entities, no network, bounded depth."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, cast

from lxml import etree

from app.domain.errors import ListRefused
from app.importers.reading import refused


class Root(NamedTuple):
    """The root element: local name and attributes without their namespaces."""

    name: str
    attributes: Mapping[str, str]


def read_root(path: Path) -> Root:
    """The root element of an XML file. Raises ListRefused for a DTD or what is not XML."""
    try:
        with path.open("rb") as handle:
            for _, element in _parser(handle, events=("start",)):
                if element.getroottree().docinfo.internalDTD is not None:
                    raise refused(
                        f"{path.name} contains a document type definition (DTD).",
                        "Official lists have none: fetch the file again from its publisher.",
                    )
                names = ((str(key).rpartition("}")[2], value) for key, value in element.items())
                return Root(local_name(element), {key: str(value) for key, value in names})
    except etree.XMLSyntaxError as error:
        raise _malformed(path, error) from error
    except OSError as error:
        raise refused(f"{path.name} cannot be read: {error.strerror}.") from error
    raise refused(f"{path.name} has no XML element.")


def records(path: Path, *names: str) -> Iterator[etree._Element]:
    """The elements of these local names, each complete; its memory is freed after use.

    Call `read_root` first: it refuses a DTD before anything is built.
    Raises ListRefused, with the line, where the file is malformed, truncated or too deep.
    """
    try:
        with path.open("rb") as handle:
            tags = [f"{{*}}{name}" for name in names]
            for _, element in _parser(handle, events=("end",), tag=tags):
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        raise _malformed(path, error) from error
    except OSError as error:
        raise refused(f"{path.name} cannot be read: {error.strerror}.") from error


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    # Not by QName: it raises for a prefix without a namespace, as a spoilt file may have.
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The direct children of that local name."""
    return list(element.iterchildren(f"{{*}}{name}"))


def text_of(element: etree._Element, name: str) -> str:
    """The text of the first direct child of that local name, blanks collapsed; "" if none."""
    for child in children(element, name):
        return own_text(child)
    return ""


def own_text(element: etree._Element) -> str:
    """The element's own text, blanks collapsed."""
    return " ".join((element.text or "").split())


def line_of(element: etree._Element) -> int:
    """The line of the file on which the element starts, from 1."""
    return cast("int | None", element.sourceline) or 0


def _parser(handle: object, **wanted: object) -> etree.iterparse:
    return etree.iterparse(
        handle,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        **wanted,
    )


def _is_at_the_end(path: Path, error: etree.XMLSyntaxError) -> bool:
    """Whether the parser ran out of file in the middle of a tag, a reference or a comment."""
    with path.open("rb") as handle:
        found = deque(enumerate(handle, 1), maxlen=1)
    lines, last = found.pop() if found else (0, b"")
    if last.rstrip().endswith(b">"):
        return False
    line, column = error.position
    return line >= lines and column >= len(last.decode(errors="ignore"))


def _malformed(path: Path, error: etree.XMLSyntaxError) -> ListRefused:
    reason = str(error.msg or error).split(", line ")[0]
    if "depth" in reason:
        reason = "its elements are nested too deep for a list"
    elif "Premature end" in reason or _is_at_the_end(path, error):
        reason = "it ends too early, as a truncated download does"
    return refused(
        f"{path.name} is malformed at line {error.lineno or 1}: {reason}.",
        "Download the file again from its publisher.",
        str(error),
    )
