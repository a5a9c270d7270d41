"""Name, line and logo of the organisation in the settings: saved one by one, pictures only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from app.bootstrap import open_workspace
from app.gui.settings.organisation_pane import OrganisationPane
from app.services import report_organisation
from app.services.report_parts import Organisation
from app.services.workspace import Workspace


@pytest.fixture
def empty_workspace(data_dir: Path, quick_workspaces: None) -> Iterator[Workspace]:
    """A new workspace without lists."""
    opened = open_workspace(data_dir)
    yield opened
    opened.close()


@pytest.fixture
def pane(qtbot: Any, empty_workspace: Workspace) -> OrganisationPane:
    """The pane with what is stored."""
    made = OrganisationPane(empty_workspace)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(made.name.isEnabled, timeout=10_000)
    return made


def _picture(folder: Path) -> Path:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "#2F55D0").save(file, "PNG")
    path = folder / "logo.bin"  # told by its content, not by its name
    path.write_bytes(file.getvalue())
    return path


def test_texts_are_saved_when_they_are_left(
    qtbot: Any, empty_workspace: Workspace, pane: OrganisationPane
) -> None:
    for field, words in ((pane.name, "Meridiana  Trust"), (pane.line, "Compliance")):
        with qtbot.waitSignal(pane.saved, timeout=10_000):
            field.setText(words)
            field.editingFinished.emit()
    saved = Organisation("Meridiana Trust", "Compliance")
    assert report_organisation.read(empty_workspace) == saved
    with qtbot.assertNotEmitted(pane.saved, wait=100):
        pane.name.editingFinished.emit()  # nothing else than what is shown


def test_a_logo_is_taken_shown_and_removed(
    qtbot: Any, empty_workspace: Workspace, pane: OrganisationPane, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert pane.logo.isHidden()
    path = _picture(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(pane.saved, timeout=10_000):
        pane.choose_button.click()
    assert report_organisation.read(empty_workspace).logo == path.read_bytes()
    assert not pane.logo.isHidden()
    again = OrganisationPane(empty_workspace)
    qtbot.addWidget(again)
    again.refresh()
    qtbot.waitUntil(lambda: not again.logo.isHidden(), timeout=10_000)
    with qtbot.waitSignal(pane.saved, timeout=10_000):
        pane.remove_button.click()
    assert pane.logo.isHidden()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    pane.ask_logo()
    assert report_organisation.read(empty_workspace) == Organisation()


def test_what_is_no_picture_is_refused(qtbot: Any, pane: OrganisationPane, tmp_path: Path) -> None:
    bad = tmp_path / "logo.png"
    bad.write_text("<svg onload='x'/>")
    empty = tmp_path / "empty.png"
    empty.touch()
    for path, told in ((bad, "neither"), (empty, "empty"), (tmp_path / "none.png", "read")):
        with qtbot.waitSignal(pane.failed, timeout=10_000) as failed:
            pane.take_logo(path)
        assert told in str(failed.args[0])


def test_a_text_that_cannot_be_saved_shows_what_is_stored(
    qtbot: Any, pane: OrganisationPane
) -> None:
    pane.name.setMaxLength(500)
    pane.name.setText("x" * 200)
    with qtbot.waitSignal(pane.failed, timeout=10_000):
        pane.name.editingFinished.emit()
    assert pane.name.text() == ""
