"""Saved views of a list: filters by name, kept per page, shared as a JSON file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSettings

from app.domain.errors import BadInput, EnvironmentFault

FORMAT = "screendesk-views"
MOST_LETTERS = 60
MOST_BYTES = 1_000_000
MOST_VIEWS = 200


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters under a name: plain JSON that the page itself understands. `key` is that of a view
    of the program, empty for one of the user's own."""

    name: str
    filters: dict[str, Any]
    key: str = ""


class SavedViews:
    """The views of one page: those of the program first, then the user's own by name."""

    def __init__(self, page: str, built_in: Sequence[SavedView]) -> None:
        self._page = page
        self._built_in = tuple(built_in)

    def all(self) -> tuple[SavedView, ...]:
        """All views in the order they are offered."""
        return (*self._built_in, *self.own())

    def own(self) -> tuple[SavedView, ...]:
        """The user's own views."""
        return tuple(sorted(self._stored(), key=lambda view: view.name.casefold()))

    def get(self, name: str) -> SavedView | None:
        """The view of this name, None if there is none."""
        wanted = name.strip().casefold()
        return next((view for view in self.all() if view.name.casefold() == wanted), None)

    def save(self, name: str, filters: dict[str, Any]) -> SavedView:
        """Keep filters under a name; an own view of that name is replaced.

        Raises BadInput for an empty or too long name and for that of a view of the program.
        """
        view = SavedView(self._clean(name), filters)
        self._store([*(item for item in self.own() if not _same(item.name, view.name)), view])
        return view

    def rename(self, old: str, new: str) -> SavedView:
        """Give an own view another name. Raises BadInput if the name is taken or no name."""
        name = self._clean(new)
        taken = self.get(name)
        if taken is not None and not _same(old, name):
            raise BadInput(
                _tr("There is a view “{name}” already.").format(name=taken.name),
                safe=_tr("Nothing was changed."),
                todo=_tr("Choose another name."),
            )
        found = [view for view in self.own() if _same(view.name, old)]
        made = replace(found[0], name=name) if found else SavedView(name, {})
        self._store([*(view for view in self.own() if not _same(view.name, old)), made])
        return made

    def delete(self, name: str) -> None:
        """Forget an own view."""
        self._store([view for view in self.own() if not _same(view.name, name)])

    def remember(self, name: str, filters: dict[str, Any]) -> None:
        """Keep what is shown now, for the next start."""
        QSettings().setValue(
            f"views/{self._page}/last", json.dumps({"name": name, "filters": filters})
        )

    def remembered(self) -> SavedView | None:
        """What was shown last, None if nothing usable is known."""
        try:
            found: Any = json.loads(str(QSettings().value(f"views/{self._page}/last", "")))
            return SavedView(str(found["name"]), dict(found["filters"]))
        except (ValueError, TypeError, KeyError):
            return None

    def export(self, path: Path) -> int:
        """Write the own views as a JSON file for somebody else; gives their number.

        Raises EnvironmentFault if the file cannot be written.
        """
        views = [{"name": view.name, "filters": view.filters} for view in self.own()]
        data = {"format": FORMAT, "version": 1, "page": self._page, "views": views}
        try:
            path.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
        except OSError as error:
            raise EnvironmentFault(
                _tr("The file could not be written."),
                safe=_tr("The views are as they were."),
                todo=_tr("Choose another folder."),
                details=type(error).__name__,
            ) from error
        return len(views)

    def take(self, path: Path) -> int:
        """Take the views of a JSON file; one of the same name is replaced. Gives their number.

        Raises BadInput if the file is not one of views of this page.
        """
        views = self._read(path)
        names = {view.name.casefold() for view in views}
        self._store([*(view for view in self.own() if view.name.casefold() not in names), *views])
        return len(views)

    def _read(self, path: Path) -> list[SavedView]:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValueError("too large")
            data: Any = json.loads(path.read_text(encoding="utf-8"))
            if data["format"] != FORMAT or data["page"] != self._page:
                raise ValueError("another kind of file")
            return [
                SavedView(self._clean(str(item["name"])), dict(item["filters"]))
                for item in data["views"][:MOST_VIEWS]
            ]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise BadInput(
                _tr("This is no file with saved views of this page."),
                safe=_tr("The views are as they were."),
                todo=_tr("Choose a JSON file that was exported here."),
                details=type(error).__name__,
            ) from error

    def _clean(self, name: str) -> str:
        cleaned = " ".join(name.split())
        is_taken = any(_same(view.name, cleaned) for view in self._built_in)
        if not cleaned or len(cleaned) > MOST_LETTERS or is_taken:
            raise BadInput(
                _tr("“{name}” cannot be the name of a view.").format(name=cleaned[:MOST_LETTERS]),
                safe=_tr("Nothing was changed."),
                todo=_tr("Choose a name of at most {n} letters that the program does not use.")
                .format(n=MOST_LETTERS),
            )  # fmt: skip
        return cleaned

    def _stored(self) -> list[SavedView]:
        try:
            found: Any = json.loads(str(QSettings().value(f"views/{self._page}/own", "[]")))
            return [SavedView(str(item["name"]), dict(item["filters"])) for item in found]
        except (ValueError, TypeError, KeyError):
            return []  # a view is a convenience: spoilt ones are forgotten

    def _store(self, views: Sequence[SavedView]) -> None:
        kept = [{"name": view.name, "filters": view.filters} for view in views[:MOST_VIEWS]]
        QSettings().setValue(f"views/{self._page}/own", json.dumps(kept))


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _tr(text: str) -> str:
    return QCoreApplication.translate("SavedViews", text)
