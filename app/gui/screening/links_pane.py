"""One party on many lists: where else an entry is listed, why, and what a person says to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.links import EntryRef, LinkBasis, LinkState
from app.domain.list_entry import ListEntry
from app.gui.screening.entry_pane import EntryPane
from app.gui.screening.links_view_model import Linked, LinksViewModel
from app.gui.screening.wording import translate
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label
from app.gui.widgets.reason_dialog import ReasonDialog
from app.gui.widgets.theme import space


def basis_word(basis: LinkBasis) -> str:
    """What a link rests on."""
    return {
        LinkBasis.BY_HAND: translate("Links", "linked by a person"),
        LinkBasis.REFERENCE: translate("Links", "reference number"),
        LinkBasis.IDENTIFIER: translate("Links", "same identifier"),
        LinkBasis.NAME_AND_BIRTH: translate("Links", "same name and birth"),
        LinkBasis.NAME_AND_COUNTRY: translate("Links", "same name and country"),
    }[basis]


class LinksPane(ContentPane):
    """Shows what `use` brings; hidden for an entry that stands alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Also on"))
        self._view_model: LinksViewModel | None = None
        self.rows: dict[EntryRef, LinkedRow] = {}
        self.dialog: ReasonDialog | None = None
        self.banner = Banner("critical")
        self.banner.hide()
        self.column.addWidget(self.banner)
        self.hide()

    def use(self, view_model: LinksViewModel) -> None:
        """Show the links that this view model finds."""
        self._view_model = view_model
        view_model.linked.connect(self.show_linked)
        view_model.entry_ready.connect(self._show_entry)
        view_model.entry_failed.connect(self._show_entry_failure)
        view_model.failed.connect(self._show_failure)

    def forget(self) -> None:
        """Show nothing: another entry is asked for."""
        self.rows = {}
        self.banner.hide()
        self.show_content(None)
        self.hide()

    def show_linked(self, found: tuple[Linked, ...]) -> None:
        """Show these entries, those that count first."""
        self.forget()
        if not found:
            return
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        heading = label(self._heading(found), "strong")
        heading.setWordWrap(True)
        column.addWidget(heading)
        for item in sorted(found, key=lambda item: not item.is_linked):
            row = LinkedRow(item, self._name(item.ref), self._name(item.far))
            row.show_button.clicked.connect(lambda _on, row=row: self._toggle(row))
            row.decide_button.clicked.connect(lambda _on, item=item: self._ask(item))
            self.rows[item.ref] = row
            column.addWidget(row)
        column.addWidget(horizontal_rule())
        self.show_content(inside)
        self.show()

    def _heading(self, found: tuple[Linked, ...]) -> str:
        linked = [self._name(item.ref) for item in found if item.is_linked]
        if not linked:
            return self.tr("On no other list")
        return self.tr("Also on: {entries}").format(entries=", ".join(linked))

    def _name(self, ref: EntryRef) -> str:
        source = self._view_model.short_name(ref.source) if self._view_model else ref.source
        return f"{source} {isolate(ref.entry_id)}"

    # an entry in full ---------------------------------------------------------------------

    def _toggle(self, row: LinkedRow) -> None:
        if row.entry.isHidden() and self._view_model is not None:
            row.entry.show_message(self.tr("Reading the list entry…"))
            self._view_model.open_entry(row.item)
        row.show_entry(is_shown=row.entry.isHidden())

    def _show_entry(self, ref: EntryRef, entry: ListEntry) -> None:
        if ref in self.rows:
            self.rows[ref].entry.show_entry(entry)

    def _show_entry_failure(self, ref: EntryRef, error: BaseException) -> None:
        if ref in self.rows:
            what, safe, todo, _ = error_parts(error)
            self.rows[ref].entry.show_message(" ".join(filter(None, (what, safe, todo))))

    # deciding -----------------------------------------------------------------------------

    def _ask(self, item: Linked) -> None:
        model = self._view_model
        if model is None:
            return
        names = {"one": self._name(item.ref), "other": self._name(item.far)}
        if item.is_linked:
            self.dialog = ReasonDialog(
                self.tr("Undo the link of {one} and {other}?").format(**names),
                self.tr("They are two parties then, in whatever way they were joined. "
                        "Screenings that are recorded stay as they are."),
                self.tr("Undo"),
                parent=self,
            )  # fmt: skip
            self.dialog.confirmed.connect(lambda reason: model.undo(item.link_id, reason))
        else:
            self.dialog = ReasonDialog(
                self.tr("Link {one} and {other} again?").format(**names),
                self.tr("They are one party again, unless other entries stand against it."),
                self.tr("Restore"),
                parent=self,
            )
            self.dialog.confirmed.connect(lambda reason: model.restore(item.link_id, reason))
        self.dialog.open()

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error)
        self.show()


class LinkedRow(QWidget):
    """One other entry: list and id, its name there, why it is linked, and the entry in full."""

    def __init__(self, item: Linked, name: str, far: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setAccessibleName(name)
        title = ElidedLabel(name, "body" if item.is_linked else "secondary")
        self.show_button = Button(self.tr("Show"), "eye", "quiet", small=True)
        self.show_button.setAccessibleName(self.tr("Show {entry}").format(entry=name))
        verb = self.tr("Undo…") if item.is_linked else self.tr("Restore…")
        self.decide_button = Button(verb, "undo", "quiet", small=True)
        self.decide_button.setAccessibleName(f"{verb} {name}")
        head = QHBoxLayout()
        head.setSpacing(space("xs"))
        head.addWidget(title, 1)
        head.addWidget(self.show_button)
        head.addWidget(self.decide_button)
        why = label(self._why(far), "small")
        why.setWordWrap(True)
        why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.entry = EntryPane()
        self.entry.setContentsMargins(space("l"), space("s"), 0, space("s"))  # not the one chosen
        self.entry.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(horizontal_rule())
        column.addLayout(head)
        if item.name:
            column.addWidget(ElidedLabel(isolate(item.name), "secondary"))
        column.addWidget(why)
        column.addWidget(self.entry)
        # Not before it has its place: it would be a window of its own for a moment.
        can_decide = item.state in (LinkState.ACTIVE, LinkState.UNDONE) and bool(item.link_id)
        self.decide_button.setVisible(can_decide)

    def _why(self, far: str) -> str:
        item = self.item
        words = self.tr("{basis}: {evidence}").format(
            basis=basis_word(item.basis), evidence=item.evidence
        )
        if item.is_linked:
            return self.tr("Linked to {entry} by {why}").format(entry=far, why=words)
        if item.state is LinkState.UNDONE:
            said = self.tr("Told apart by {who}: {reason}").format(
                who=isolate(item.by), reason=isolate(item.reason)
            )
            return f"{said}\n{words}"
        if item.state is LinkState.APART:
            return self.tr("Not linked, though {why}. {note}").format(why=words, note=item.note)
        return self.tr("Linked when this was screened, no more: {why}").format(why=words)

    def show_entry(self, *, is_shown: bool) -> None:
        """Open or fold the entry in full."""
        self.entry.setVisible(is_shown)
        self.show_button.setText(self.tr("Hide") if is_shown else self.tr("Show"))
