"""JSON from outside, item by item: an array, an array within an object, or one value a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from app.importers.reading import refused

CHUNK = 1 << 20
MAX_ITEM = 1 << 26  # characters of one item; no list describes a party in more
_BLANK = " \t\r\n\ufeff"
_AGAIN = "Download the file again from its publisher."


def json_items(path: Path, key: str = "") -> Iterator[tuple[int, Any]]:
    """The items of a JSON file, each with its number from 1.

    Args:
        key: which member of an object at the top holds the array; "" for the first array in it.
            An object without such an array is one item; so is each of several values.
    Raises:
        ListRefused: the file is no JSON, cut off, nested too deep or an item too large; also
            while the items are read.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="strict") as handle:
            yield from enumerate(_values(_Buffer(handle, path), key), 1)
    except OSError as error:
        raise refused(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise refused(f"{path.name} is not UTF-8 text.", _AGAIN, str(error)) from error


def _values(buffer: _Buffer, key: str) -> Iterator[Any]:
    match buffer.next_char():
        case "[":
            buffer.take("[")
            yield from _array(buffer)
        case "{" if key or not buffer.is_many():
            yield from _object(buffer, key)
        case "":
            return
        case _:
            while buffer.next_char():
                yield buffer.value()
                if buffer.next_char() == ",":
                    buffer.take(",")
            return
    if buffer.next_char():
        raise buffer.malformed("something follows its end")


def _array(buffer: _Buffer) -> Iterator[Any]:
    """The items of an array whose bracket was taken."""
    if buffer.next_char() == "]":
        buffer.take("]")
        return
    while True:
        yield buffer.value()
        if buffer.next_char() == "]":
            buffer.take("]")
            return
        buffer.take(",")


def _object(buffer: _Buffer, key: str) -> Iterator[Any]:
    """The items of the array in an object, or the object."""
    buffer.take("{")
    members: dict[str, Any] = {}
    is_found = False
    while buffer.next_char() != "}":
        name = buffer.value()
        buffer.take(":")
        if not is_found and buffer.next_char() == "[" and name == (key or name):
            buffer.take("[")
            is_found = True
            yield from _array(buffer)
        else:
            members[str(name)] = buffer.value()
        if buffer.next_char() == ",":
            buffer.take(",")
    buffer.take("}")
    if not is_found and not key:
        yield members


class _Buffer:
    """The unread part of a file, filled as needed."""

    def __init__(self, handle: IO[str], path: Path) -> None:
        self._handle = handle
        self._path = path
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._line = 1
        self._is_done = False

    def next_char(self) -> str:
        """The next character that is no blank, not taken; "" at the end."""
        while True:
            while self._at < len(self._text):
                char = self._text[self._at]
                if char not in _BLANK:
                    return char
                self._line += char == "\n"
                self._at += 1
            if not self._fill():
                return ""

    def take(self, char: str) -> None:
        """Take the next character. Raises ListRefused if it is another one."""
        found = self.next_char()
        if found != char:
            raise self.malformed(f"“{char}” is missing" if found else "")
        self._at += 1

    def value(self) -> Any:
        """The next JSON value. Raises ListRefused if there is none."""
        self.next_char()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > MAX_ITEM:
                    raise self.malformed("one of its items is larger than any entry") from error
                # A slip in the middle of what was read cannot be mended by reading on.
                if self._is_broken(error) or not self._fill():
                    self._line += self._text.count("\n", self._at, error.pos)
                    raise self.malformed("" if self._is_done else error.msg) from error
                continue
            except RecursionError as error:
                raise self.malformed("its items are nested too deep for a list") from error
            if end == len(self._text) and self._fill():
                continue  # a number may go on
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            return value

    def is_many(self) -> bool:
        """Whether the first value stands on a line of its own and another one follows: items by
        lines. Nothing is taken."""
        while "\n" not in self._text and self._fill():
            pass
        line = self._text[self._at :].partition("\n")[0]
        plain = line.strip().rstrip(",")
        try:
            _, end = self._decoder.raw_decode(plain)
        except (json.JSONDecodeError, RecursionError):
            return False
        rest = self._text[self._at + len(line) :]
        return end == len(plain) and bool(rest.strip(_BLANK))

    def malformed(self, why: str) -> Exception:
        """The refusal of the file at this place; without a reason it was cut off."""
        reason = why or "it ends too early, as a truncated download does"
        return refused(f"{self._path.name} is malformed at line {self._line:,}: {reason}.", _AGAIN)

    def _is_broken(self, error: json.JSONDecodeError) -> bool:
        is_open = error.msg.startswith(("Unterminated string", "Invalid \\"))
        return not is_open and error.pos < len(self._text) - 16

    def _fill(self) -> bool:
        if self._is_done:
            return False
        chunk = self._handle.read(max(CHUNK, len(self._text) - self._at))
        self._is_done = not chunk
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return bool(chunk)
