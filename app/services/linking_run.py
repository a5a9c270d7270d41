"""Compute the links of the active list versions: only what changed since the last run is looked at.

A run stores the keys of new entries, looks at every pair that shares a touched key, ends the links
whose evidence or entries are gone, and joins the parties around all of that anew. What it has done
stays when it is cut short; the next run goes on from there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, groupby
from typing import Any, Final

from app.domain.events import EventType
from app.domain.ids import new_id
from app.domain.links import EntryRef, FoundLink, Link, LinkBasis, LinkState, list_of
from app.services.jobs import Job
from app.services.linking_keys import RULES_VERSION, Key, Linkable, is_exclusive
from app.services.linking_parties import STANDING, rejoin, standing_link
from app.services.linking_rules import Rules
from app.services.workspace import Workspace
from app.storage.link_keys import FRESH, LEAVING, SETTLED, Waiting
from app.storage.unit_of_work import UnitOfWork

STATE_KEY: Final = "links"  # the setting that says for which versions links were computed
MOST_IN_BLOCK: Final = 300  # entries of one key; beyond it a key tells nobody apart
_CHUNK = 400  # entries, or links, of one transaction
_KEPT = 20_000  # entries kept ready for the pairs that follow
_JOINED = 100  # entries whose parties one transaction joins: it thinks while it holds the lock
_PAUSE = 0.3  # after such a transaction, of the time that it took


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What a run did: entries looked at, pairs compared, links made and ended, links that count
    and that stand apart now. `seconds` is wall time."""

    entries: int
    pairs: int
    made: int
    ended: int
    active: int
    apart: int
    seconds: float


def wanted_state(uow: UnitOfWork) -> dict[str, Any]:
    """For which rules and versions links should have been computed."""
    versions = {version.source: version.version_id for version in uow.lists.active_versions()}
    return {"rules": RULES_VERSION, "versions": versions}


def compute(workspace: Workspace, job: Job) -> LinkReport:
    """Bring the links up to date; the caller holds the lock.

    Raises JobCancelled between two chunks; what was done stays.
    """
    run = _Run(workspace, job)
    return run.whole()


class _Run:
    def __init__(self, workspace: Workspace, job: Job) -> None:
        self._workspace = workspace
        self._job = job
        self._started = time.perf_counter()
        self._database = workspace.database
        self._rules = Rules(workspace.tables, lru_cache(maxsize=100_000)(self._is_shared))
        self._ready: dict[int, Linkable] = {}
        self._touched: set[EntryRef] = set()
        self._compared: set[tuple[EntryRef, EntryRef]] = set()
        self._pairs = self._made = self._ended = 0

    def whole(self) -> LinkReport:
        with self._database.read() as uow:
            wanted, stored = wanted_state(uow), uow.settings.get(STATE_KEY, default={})
        is_whole = stored.get("rules") != RULES_VERSION
        if is_whole:
            self._forget_keys()
        self._note({"rules": RULES_VERSION, "versions": None})
        self._store_keys()
        with self._database.read() as uow:
            waiting = uow.link_keys.waiting()
        fresh = [row for row in waiting if row.state == FRESH]
        leaving = [row for row in waiting if row.state == LEAVING]
        self._compare(fresh, leaving)
        was_cut_short = stored.get("versions") is None  # nobody knows how far it came
        if leaving or was_cut_short:
            self._end_left_behind([] if was_cut_short else [row.entry_key for row in leaving])
        if is_whole or was_cut_short:
            with self._database.read() as uow:
                self._touched.update(_refs(uow.links.iter_all()))
        self._join()
        self._settle(fresh, leaving)
        self._note(wanted)
        return self._report(len(waiting))

    def _forget_keys(self) -> None:
        """All keys go: other rules make other ones."""
        with self._database.write() as uow:
            uow.link_keys.clear()
            uow.commit()

    def _store_keys(self) -> None:
        tables = self._workspace.tables
        with self._database.read() as uow:
            gone, new = uow.link_keys.gone(), uow.link_keys.without_keys()
        for chunk in self._chunks(gone, "Looking for entries that left"):
            with self._database.write() as uow:
                uow.link_keys.mark(chunk, LEAVING)
                uow.commit()
        for chunk in self._chunks(new, "Reading entries to link"):
            with self._database.read() as uow:
                entries = uow.lists.load_entries(chunk)
            rows = [
                (key, sorted(found.number for found in Linkable(entry, tables).keys))
                for key, entry in entries.items()
            ]
            with self._database.write() as uow:
                uow.link_keys.add(rows)
                uow.commit()

    def _compare(self, fresh: Sequence[Waiting], leaving: Sequence[Waiting]) -> None:
        """Look at every pair that shares a touched key, and store what it says."""
        pairs = sorted(self._pairs_of(fresh, leaving))
        self._pairs = len(pairs)
        with self._database.read() as uow:
            has_earlier = bool(uow.links.counts())
        for chunk in self._chunks(pairs, "Comparing entries of different lists"):
            self._store_found(chunk)
        self._ready.clear()
        for rows in self._chunks(fresh if has_earlier else [], "Looking at earlier links"):
            self._end_unfounded([row.entry_key for row in rows])

    def _pairs_of(
        self, fresh: Sequence[Waiting], leaving: Sequence[Waiting]
    ) -> set[tuple[int, int]]:
        """Pairs of entries of two lists that share a key of these, by storage key.

        Two entries that did not change are looked at again only where a number or an entity's name
        is concerned that a third got or lost: it may count now, or no more.
        """
        found: set[tuple[int, int]] = set()
        changed = {row.entry_key for row in fresh}
        with self._database.read() as uow:
            if 2 * (len(fresh) + len(leaving)) > uow.link_keys.count():
                carriers = uow.link_keys.all_carriers(MOST_IN_BLOCK)
            else:
                touched = {key for row in (*fresh, *leaving) for key in row.keys}
                carriers = uow.link_keys.carriers(sorted(touched))
            for number, block in groupby(carriers, key=lambda row: row.link_key):
                self._job.check()
                rows = list(block)
                if len(rows) > MOST_IN_BLOCK or len({row.ref.source for row in rows}) < 2:
                    continue
                is_wide = is_exclusive(number)
                for one, other in combinations(rows, 2):
                    is_due = is_wide or one.entry_key in changed or other.entry_key in changed
                    if is_due and one.ref.source != other.ref.source:
                        found.add((one.entry_key, other.entry_key))
        return found

    def _store_found(self, pairs: Sequence[tuple[int, int]]) -> None:
        """What each pair says becomes a link, or ends the one that was there."""
        self._make_ready({key for pair in pairs for key in pair})
        judged: list[tuple[Linkable, Linkable, FoundLink | None]] = []
        for one, other in pairs:
            left, right = self._ready[one], self._ready[other]
            judged.append((left, right, self._rules.find(left, right)))
        with self._database.write() as uow:
            refs = {item.ref for left, right, _ in judged for item in (left, right)}
            before = {(link.left, link.right): link for link in uow.links.of_entries(refs)}
            changed = []
            for left, right, found in judged:
                first, second = sorted((left.ref, right.ref))
                self._compared.add((first, second))
                link = self._judged(before.get((first, second)), found)
                if link is not None:
                    changed.append(link)
                    self._touched.update((first, second))
            uow.links.save(changed)
            uow.commit()

    def _judged(self, before: Link | None, found: FoundLink | None) -> Link | None:
        """The link to store, None if nothing changes. What a person decided stays."""
        if before is None:
            if found is None:
                return None
            self._made += 1
            now = self._workspace.clock()
            return Link(
                new_id("lnk", now), found.left, found.right, found.basis, found.evidence,
                found.score, LinkState.APART, now,
            )  # fmt: skip
        if before.state is LinkState.UNDONE or before.basis is LinkBasis.BY_HAND:
            return None
        if found is None:
            return self._ended_link(before) if before.state in STANDING else None
        if before.state is LinkState.ENDED:
            self._made += 1
        return standing_link(found, before)

    def _ended_link(self, link: Link) -> Link:
        self._ended += 1
        self._touched.update((link.left, link.right))
        return replace(link, state=LinkState.ENDED, note="")

    def _end_unfounded(self, keys: Sequence[int]) -> None:
        """End the earlier links of changed entries that share no key with the other end now."""
        with self._database.read() as uow:
            links = uow.links.of_entries(uow.link_keys.refs(keys))
        ended = [
            self._ended_link(link)
            for link in links
            if link.state in STANDING
            and link.basis is not LinkBasis.BY_HAND
            and (link.left, link.right) not in self._compared
        ]
        self._save(ended)

    def _end_left_behind(self, keys: Sequence[int]) -> None:
        """End the links of which an entry is in no active version any more.

        Args:
            keys: the entries that left; none for any.
        """
        with self._database.read() as uow:
            refs = uow.link_keys.refs(keys)
            is_known = keys and len(refs) == len(keys)  # older versions may have been pruned
            links = uow.links.of_entries(refs) if is_known else uow.links.standing()
            links = [link for link in links if link.state in STANDING]
            listed = uow.links.members(_refs(links)).keys()
        left = [link for link in links if not {link.left, link.right} <= listed]
        by_hand = [link for link in left if link.basis is LinkBasis.BY_HAND]
        self._touched.update(_refs(by_hand))
        self._save([self._ended_link(link) for link in left if link not in by_hand])

    def _save(self, links: Sequence[Link]) -> None:
        for chunk in self._chunks(links, "Ending links"):
            with self._database.write() as uow:
                uow.links.save(chunk)
                uow.commit()

    def _join(self) -> None:
        """Decide which links of the touched parties count, each party once."""
        waiting, done = sorted(self._touched), set[EntryRef]()
        for chunk in self._chunks(waiting, "Joining parties", _JOINED):
            left = [ref for ref in chunk if ref not in done]
            started = time.perf_counter()
            with self._database.write() as uow:
                done |= rejoin(uow, left)
                uow.commit()
            # One such transaction follows another: without a gap a screening that wants to be
            # stored would look in vain for the moment between them.
            time.sleep(_PAUSE * (time.perf_counter() - started))

    def _settle(self, fresh: Sequence[Waiting], leaving: Sequence[Waiting]) -> None:
        for chunk in self._chunks(leaving, "Forgetting entries that left"):
            with self._database.write() as uow:
                uow.link_keys.drop(chunk)
                uow.commit()
        for chunk in self._chunks(fresh, "Keeping what was linked"):
            with self._database.write() as uow:
                uow.link_keys.mark([row.entry_key for row in chunk], SETTLED)
                uow.commit()

    def _note(self, state: dict[str, Any]) -> None:
        with self._database.write() as uow:
            uow.settings.set(STATE_KEY, state)
            uow.commit()

    def _report(self, entries: int) -> LinkReport:
        with self._database.read() as uow:
            counts = uow.links.counts()
        of_state = {
            state: sum(count for (_, own), count in counts.items() if own is state)
            for state in STANDING
        }
        report = LinkReport(
            entries,
            self._pairs,
            self._made,
            self._ended,
            of_state[LinkState.ACTIVE],
            of_state[LinkState.APART],
            round(time.perf_counter() - self._started, 3),
        )
        if entries:
            self._record(report)
        return report

    def _record(self, report: LinkReport) -> None:
        """One event and one audit row for a run that looked at something."""
        facts = {"made": report.made, "ended": report.ended, "active": report.active,
                 "apart": report.apart, "rules": RULES_VERSION}  # fmt: skip
        workspace, kind = self._workspace, EventType.LINKS_COMPUTED
        with self._database.write() as uow:
            event = uow.events.add(workspace.event(kind, "links", "all", facts))
            uow.audit.append(
                event.at, workspace.actor, kind.value, "links", "all", after=json.dumps(facts)
            )
            uow.commit()
        workspace.bus.publish([event])

    def _is_shared(self, key: Key) -> bool:
        """Whether several entries of one list carry a key: it tells nobody apart then."""
        with self._database.read() as uow:
            lists = [list_of(row.ref) for row in uow.link_keys.carriers([key.number])]
        return len(lists) != len(set(lists))

    def _make_ready(self, keys: set[int]) -> None:
        """Have these entries ready to be compared; those of earlier pairs stay while there is
        room."""
        if len(self._ready) > _KEPT:
            self._ready.clear()
        missing = sorted(keys - self._ready.keys())
        with self._database.read() as uow:
            entries = uow.lists.load_entries(missing)
        tables = self._workspace.tables
        self._ready.update((key, Linkable(entry, tables)) for key, entry in entries.items())

    def _chunks(self, items: Sequence[Any], text: str, size: int = _CHUNK) -> Iterator[Any]:
        for start in range(0, len(items), size):
            self._job.check()
            self._job.progress(start, len(items), text)
            yield items[start : start + size]


def _refs(links: Iterable[Link]) -> set[EntryRef]:
    return {ref for link in links for ref in (link.left, link.right)}
