"""What else is the same party as an entry, and why: read, undone and restored on workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.domain.errors import UsageError
from app.domain.links import EntryRef, Link, LinkBasis, LinkState, Party, PartyLink
from app.domain.list_entry import ListEntry
from app.gui import jobs
from app.services import linking
from app.services.entry_browser import listed_entry
from app.services.jobs import Job
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Linked:
    """Another entry of the party: what it is called there, and the link that says so.

    `far` is the entry that the link joins it to. `state` is the link's today, `reason`, `by` are
    those of the person who changed it. `name` and `checksum` are "" for an entry that is linked
    no more.
    """

    ref: EntryRef
    far: EntryRef
    link_id: str
    basis: LinkBasis
    evidence: str
    state: LinkState
    name: str = ""
    checksum: str = ""
    note: str = ""
    reason: str = ""
    by: str = ""

    @property
    def is_linked(self) -> bool:
        """Whether it counts as the same party today."""
        return self.state is LinkState.ACTIVE


class LinksViewModel(QObject):
    """The links of one entry at a time; the newest question wins."""

    linked = Signal(object)  # tuple of Linked
    entry_ready = Signal(object, object)  # EntryRef, ListEntry
    entry_failed = Signal(object, object)  # EntryRef, error
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._asked: tuple[EntryRef, Party | None, bool] | None = None
        self._questions = jobs.Questions()

    def short_name(self, source: str) -> str:
        """What people call a list."""
        names = (item.short_name for item in self._workspace.catalogue if item.source == source)
        return next(names, source)

    def ask(self, ref: EntryRef, party: Party | None) -> None:
        """Ask for the links of an entry of a screening record, whose party was `party` then."""
        self._ask(ref, party, is_recorded=True)

    def ask_now(self, ref: EntryRef) -> None:
        """Ask for the links of an entry as they are now."""
        self._ask(ref, None, is_recorded=False)

    def _ask(self, ref: EntryRef, party: Party | None, *, is_recorded: bool) -> None:
        self._asked = ref, party, is_recorded
        workspace = self._workspace

        def work(_job: Job) -> tuple[Linked, ...]:
            found = party
            if not is_recorded:
                found = linking.party_of(workspace, ref.source, ref.entry_id)
            return linked_entries(workspace, ref, found)

        self._questions.ask("links", work, self.linked, self.failed)

    def open_entry(self, item: Linked) -> None:
        """Ask for the whole of a linked entry."""
        workspace, ref, checksum = self._workspace, item.ref, item.checksum

        def work(_job: Job) -> ListEntry:
            return listed_entry(workspace, ref, checksum)

        self._questions.ask(
            f"entry {ref}",
            work,
            lambda entry: self.entry_ready.emit(ref, entry),
            lambda error: self.entry_failed.emit(ref, error),
        )

    def undo(self, link_id: str, reason: str) -> None:
        """Say that the two entries of a link are two parties."""
        self._decide(link_id, reason, is_undo=True)

    def restore(self, link_id: str, reason: str) -> None:
        """Let a link count again."""
        self._decide(link_id, reason, is_undo=False)

    def _decide(self, link_id: str, reason: str, *, is_undo: bool) -> None:
        workspace = self._workspace
        decide = linking.undo if is_undo else linking.restore
        handle = jobs.start(lambda _job: decide(workspace, link_id, reason=reason), lane=jobs.WRITE)
        handle.finished.connect(lambda _link: self._ask_again())
        handle.failed.connect(self.failed)

    def _ask_again(self) -> None:
        if self._asked is not None:
            ref, party, is_recorded = self._asked
            self._ask(ref, party, is_recorded=is_recorded)


def linked_entries(workspace: Workspace, ref: EntryRef, party: Party | None) -> tuple[Linked, ...]:
    """The other entries of a party with the links' state of today, and those told apart from it."""
    today = {link.link_id: link for link in _links(workspace, ref)}
    direct = tuple(today.values())
    others = [member for member in party.members if member.ref != ref] if party else []
    for member in others:
        today |= {link.link_id: link for link in _links(workspace, member.ref)}
    found = []
    for member in others:
        assert party is not None
        why = party.why(member.source, member.entry_id)
        item = _item(member.ref, why, today.get(why.link_id))
        found.append(replace(item, name=member.primary_name, checksum=member.entry_checksum))
    shown = {member.ref for member in others}
    found += [
        _item(link.other(ref), link, link)
        for link in direct
        if link.state is not LinkState.ENDED and link.other(ref) not in shown
    ]
    return tuple(found)


def _links(workspace: Workspace, ref: EntryRef) -> Sequence[Link]:
    try:
        return linking.links_of(workspace, ref.source, ref.entry_id)
    except UsageError:
        return ()  # a list of one's own that was removed


def _item(ref: EntryRef, why: Link | PartyLink, today: Link | None) -> Linked:
    far = why.right if ref == why.left else why.left
    if today is None:
        return Linked(ref, far, "", why.basis, why.evidence, LinkState.ENDED)
    return Linked(
        ref,
        far,
        today.link_id,
        today.basis,
        why.evidence,
        today.state,
        note=today.note,
        reason=today.reason,
        by=today.changed_by,
    )
