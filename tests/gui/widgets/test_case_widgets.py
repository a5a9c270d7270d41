"""The parts made for case work: card, avatar, state steps, timeline, tags, document view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPdfWriter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolTip

from app.gui.widgets import attachment_view
from app.gui.widgets.attachment_view import AttachmentView, read_image
from app.gui.widgets.avatar import initials, paint_avatar
from app.gui.widgets.people_field import PeopleField
from app.gui.widgets.state_steps import StateSteps, Step, StepState
from app.gui.widgets.tag_field import TagField
from app.gui.widgets.timeline import TimelineItem, TimelineView


def ask_tip(widget, spot):
    event = QHelpEvent(QHelpEvent.Type.ToolTip, spot, widget.mapToGlobal(spot))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


@pytest.mark.parametrize(
    ("person", "letters"),
    [
        ("Ines Arantes", "IA"),
        ("ines.arantes@bank.example", "IA"),
        ("ines (one-person workspace)", "I"),
        ("Anna Maria van der Berg", "AB"),
        ("", "–"),
    ],
)
def test_initials_of_people(person, letters):
    assert initials(person) == letters
    image = QImage(22, 22, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_avatar(painter, QRect(0, 0, 22, 22), person)
    painter.end()
    assert image.pixelColor(11, 3).alpha() == 255


def test_steps_are_read_out_and_explained(qtbot):
    steps = StateSteps()
    qtbot.addWidget(steps)
    assert not steps.steps
    steps.grab()
    steps.set_steps(
        [
            Step("Open", StepState.DONE, "3 Mar", "3 March\nInes"),
            Step("In review", StepState.CURRENT, "today"),
            Step("Closed", StepState.AHEAD),
        ]
    )
    assert steps.accessibleName() == "State: In review"
    assert steps.accessibleDescription() == (
        "Open: done 3 Mar; In review: now today; Closed: not yet"
    )
    for width in (700, 200):
        steps.resize(width, steps.height())
        assert not steps.grab().isNull()
    steps.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    steps.grab()
    steps.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    steps.resize(700, steps.height())
    steps.grab()
    assert ask_tip(steps, QPoint(6, 10)) == "3 March\nInes"
    ask_tip(steps, QPoint(360, 40))
    assert steps.minimumSizeHint().width() < steps.sizeHint().width()


ITEMS = (
    TimelineItem(day="Today"),
    TimelineItem(
        "act_1", time="09:12", hint="2026-11-21 08:12:00 UTC", strong="Note", rest="by phone",
        text="A long text " * 60, who="Ines Arantes", file="letter.pdf",
    ),
    TimelineItem("act_2", time="09:00", strong="Case opened", who="policy"),
)  # fmt: skip


def test_a_timeline_opens_what_happened_and_skips_headings(qtbot):
    view = TimelineView("Timeline")
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.set_items(ITEMS)
    view.show()
    tester = QAbstractItemModelTester(
        view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert view.items() == ITEMS
    index = view.model().index(1, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "2026-11-21 08:12:00 UTC"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("09:12, Note by phone, A long")
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None
    assert view.model().data(QModelIndex(), 0) is None
    heading = view.model().index(0, 0)
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    opened = []
    view.opened.connect(opened.append)
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view._open(heading)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert opened == ["act_1"]
    high = view.sizeHintForIndex(index).height()
    view.resize(400, 500)
    assert view.sizeHintForIndex(index).height() > high, "the words wrap"
    for direction in (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight):
        view.setLayoutDirection(direction)
        view.setFocus()
        assert not view.grab().isNull()
    del tester


def test_tags_come_by_comma_and_go_by_backspace(qtbot):
    field = TagField("Tags")
    qtbot.addWidget(field)
    told = []
    field.changed.connect(told.append)
    field.set_tags(("vip",))
    assert told == []
    qtbot.keyClicks(field.line, "payment  held,VIP;new")
    assert told[-1] == ("vip", "payment held")
    assert field.tags() == ("vip", "payment held", "new"), "with what still stands in the line"
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert field.tags() == ("vip", "payment held")
    field._chips[0].click()
    assert told[-1] == ("payment held",)
    field.set_tags(f"tag {n}" for n in range(20))
    assert not field.line.isEnabled()


def pdf_bytes():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)  # it must live as long as the painter
    painter = QPainter(writer)
    painter.drawText(100, 100, "A page")
    painter.end()
    return bytes(buffer.data().data())


def png_bytes(width=30, height=20):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_documents_are_shown_by_their_type(qtbot, monkeypatch):
    view = AttachmentView()
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.show()
    view.show_document("a.txt", "text/plain", "Grüße".encode())
    assert (view.shown(), view._text.toPlainText()) == ("text", "Grüße")
    view.show_document("a.png", "image/png", png_bytes(800, 20))
    assert view.shown() == "image"
    assert view._picture._label.pixmap().width() < 300
    view.resize(600, 400)
    view.show_document("a.pdf", "application/pdf", pdf_bytes())
    assert view.shown() == "pdf"
    view.show_document("b.pdf", "application/pdf", pdf_bytes())
    assert view.shown() == "pdf"
    for name, kind, data in (
        ("bad.pdf", "application/pdf", b"%PDF-1.4 nothing"),
        ("bad.png", "image/png", b"no picture"),
        ("a.docx", "application/zip", b"PK"),
    ):
        view.show_document(name, kind, data)
        assert view.shown() == "words"
    monkeypatch.setattr(attachment_view, "MOST_PIXELS", 100)
    assert read_image(png_bytes()).isNull(), "too large to be unpacked"


def test_people_are_chosen_by_name_oneself_first(qtbot):
    from datetime import UTC, datetime

    from app.domain.user import Role, Session, User, UserState

    now = datetime(2026, 11, 21, tzinfo=UTC)
    users = [
        User(login, name, Role.ANALYST, UserState.ACTIVE, now, "setup")
        for login, name in (("a@x", "Ada"), ("b@x", ""), ("me@x", "Me"))
    ]
    field = PeopleField("Who", users, nobody="Nobody", me=Session("me@x", "Me"))
    qtbot.addWidget(field)
    assert [field.itemText(n) for n in range(field.count())] == ["Me (me)", "Ada", "b@x", "Nobody"]
    assert field.login() == "me@x"
    field.choose("a@x")
    field.choose("nobody of that login")
    assert field.login() == "a@x"
    field.choose("")
    assert field.login() == ""
