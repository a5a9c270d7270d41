"""Saved views: own ones beside those of the program, renamed, deleted and shared as a file."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QInputDialog

from app.domain.errors import BadInput, EnvironmentFault
from app.gui.widgets.error_dialog import ErrorDialog
from app.gui.widgets.saved_views import SavedView, SavedViews
from app.gui.widgets.view_chooser import ViewChooser

BUILT_IN = (SavedView("My queue", {"assigned": "me"}, "mine"), SavedView("Due", {}, "due"))


@pytest.fixture
def views() -> SavedViews:
    return SavedViews("test", BUILT_IN)


@pytest.fixture
def chooser(qtbot, views: SavedViews) -> ViewChooser:
    made = ViewChooser(views, lambda: {"text": "now"})
    qtbot.addWidget(made)
    made.show_current("My queue")
    return made


def names(views: SavedViews) -> list[str]:
    return [view.name for view in views.all()]


def test_own_views_are_kept_renamed_and_deleted(views: SavedViews) -> None:
    views.save("  Zebra   list ", {"text": "z"})
    views.save("alpha", {"text": "a"})
    assert names(views) == ["My queue", "Due", "alpha", "Zebra list"]
    views.save("ALPHA", {"text": "b"})
    assert names(SavedViews("test", BUILT_IN)) == ["My queue", "Due", "ALPHA", "Zebra list"]
    views.rename("alpha", "Alpha two")
    found = views.get("alpha TWO")
    assert found is not None
    assert found.filters == {"text": "b"}
    views.delete("Alpha two")
    assert names(views) == ["My queue", "Due", "Zebra list"]
    assert names(SavedViews("another page", ())) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "my QUEUE"])
def test_names_that_cannot_be(views: SavedViews, name: str) -> None:
    with pytest.raises(BadInput):
        views.save(name, {})


def test_a_taken_name_is_not_taken_again(views: SavedViews) -> None:
    views.save("one", {})
    views.save("two", {})
    with pytest.raises(BadInput, match="two"):
        views.rename("one", "Two")
    assert views.rename("one", "ONE").name == "ONE"


def test_shared_as_a_file(views: SavedViews, tmp_path) -> None:
    views.save("Ünïcode سمير", {"text": "z", "checks": ["PEP"]})
    file = tmp_path / "views.json"
    assert views.export(file) == 1
    QSettings().clear()
    views.save("Other", {"text": "kept"})
    assert views.take(file) == 1
    assert names(views) == ["My queue", "Due", "Other", "Ünïcode سمير"]
    with pytest.raises(BadInput):
        SavedViews("another page", ()).take(file)
    with pytest.raises(EnvironmentFault):
        views.export(tmp_path / "no" / "folder.json")


OTHERS = (
    "",
    "[]",
    "{",
    '{"format": "screendesk-views", "page": "test", "views": [1]}',
    '{"format": "screendesk-views", "page": "test", "views": [{"name": "Due", "filters": {}}]}',
)


@pytest.mark.parametrize("text", OTHERS)
def test_other_files_are_refused(views: SavedViews, tmp_path, text: str) -> None:
    file = tmp_path / "views.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        views.take(file)
    assert views.own() == ()


def test_a_huge_file_is_refused(views: SavedViews, tmp_path) -> None:
    file = tmp_path / "views.json"
    file.write_text(json.dumps({"x": "y" * 1_000_001}), encoding="utf-8")
    with pytest.raises(BadInput):
        views.take(file)


def test_what_was_shown_last_is_remembered(views: SavedViews) -> None:
    assert views.remembered() is None
    views.remember("My queue", {"text": "q"})
    assert views.remembered() == SavedView("My queue", {"text": "q"})
    QSettings().setValue("views/test/own", "spoilt")
    assert views.own() == ()


def test_the_menu_offers_all_views(qtbot, chooser: ViewChooser, views: SavedViews) -> None:
    views.save("A & B", {"text": "x"})
    menu = chooser.make_menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[:4] == ["My queue", "Due", "A && B", "Save this view…"]
    by_text = {action.text(): action for action in menu.actions()}
    assert by_text["My queue"].isChecked()
    assert not by_text["Delete view"].isEnabled()
    with qtbot.waitSignal(chooser.chosen) as chosen:
        by_text["A && B"].trigger()
    assert chosen.args[0].filters == {"text": "x"}
    menu.deleteLater()


def test_saved_renamed_and_deleted_in_the_chooser(qtbot, chooser, views) -> None:
    chooser.ask_save()
    dialog = chooser.window().findChild(QInputDialog)
    dialog.setTextValue("Mine")
    dialog.accept()
    assert chooser.text() == "Mine"
    assert views.get("Mine").filters == {"text": "now"}
    chooser.ask_rename()
    dialog = chooser.window().findChildren(QInputDialog)[-1]
    dialog.setTextValue("Renamed")
    dialog.accept()
    assert [view.name for view in views.own()] == ["Renamed"]
    chooser.show_current("Renamed", is_changed=True)
    assert chooser.accessibleName() == "View: Renamed, changed"
    chooser.delete()
    assert views.own() == ()
    assert chooser.text() == "Own filters"


def test_a_name_that_cannot_be_is_told(qtbot, chooser) -> None:
    chooser.save("My queue")
    dialog = chooser.window().findChild(ErrorDialog)
    assert "cannot be the name" in dialog.what
    dialog.accept()


def test_files_through_the_chooser(qtbot, chooser, views, tmp_path, monkeypatch) -> None:
    views.save("Mine", {})
    file = tmp_path / "views.json"
    monkeypatch.setattr(
        "app.gui.widgets.view_chooser.QFileDialog.getSaveFileName", lambda *_a: (str(file), "")
    )
    monkeypatch.setattr(
        "app.gui.widgets.view_chooser.QFileDialog.getOpenFileName", lambda *_a: (str(file), "")
    )
    chooser.ask_export()
    views.delete("Mine")
    chooser.ask_import()
    assert [view.name for view in views.own()] == ["Mine"]
    chooser.export_to(tmp_path / "no" / "x.json")
    chooser.import_from(tmp_path / "nothing.json")
    dialogs = chooser.window().findChildren(ErrorDialog)
    assert len(dialogs) == 2
    for dialog in dialogs:
        dialog.accept()


def test_the_menu_opens_under_the_field(qtbot, chooser) -> None:
    chooser.show()
    chooser.open_menu()
    assert chooser.menu_shown.isVisible()
    chooser.menu_shown.close()
