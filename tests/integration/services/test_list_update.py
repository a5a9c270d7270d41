"""Updating from a publisher: what is fetched, imported, held, refused, and remembered."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import DatabaseLocked, UsageError
from app.domain.lists import SourceState, UpdateOutcome, VersionState
from app.domain.network import NetworkSettings
from app.services import list_settings, list_update, list_versions, lists
from app.services.jobs import JobCancelled
from app.services.list_settings import ListSettings
from app.services.workspace import Workspace


def state_of(workspace: Workspace, source: str = "un_sc"):
    return next(each for each in lists.status(workspace) if each.source.source == source)


def addressed(workspace: Workspace, source: str, **attributes) -> None:
    """Give a source of the catalogue other addresses."""
    workspace.catalogue = tuple(
        replace(each, **attributes) if each.source == source else each
        for each in workspace.catalogue
    )


@pytest.fixture
def offered(publisher, workspace, un_file):
    """Makes the publisher offer a UN list, with a tag that tells whether it changed."""
    list_settings.save(workspace, ListSettings(network=NetworkSettings(attempts=1)))
    addressed(workspace, "un_sc", url=publisher.url("/un.xml"))

    def offer(size: int = 600, tag: str = '"v1"', **named) -> Path:
        file = un_file(size=size, name="offered.xml", **named)

        def answer(request) -> None:
            if tag and request.headers.get("If-None-Match") == tag:
                request.send(304)
            else:
                request.send(body=file.read_bytes(), **({"ETag": tag} if tag else {}))

        publisher.answers["/un.xml"] = answer
        return file

    return offer


def test_an_update_is_fetched_once(workspace, publisher, offered) -> None:
    offered()
    (first,) = list_update.update(workspace, ["un_sc"])
    assert (first.outcome, first.report.activated) == (UpdateOutcome.UPDATED, True)
    assert "600 entries" in first.note.text
    assert first.megabytes > 0.1
    status = state_of(workspace)
    assert status.active.files == ("un.xml",)
    assert status.last_check == status.last_update == first.note
    (again,) = list_update.update(workspace)
    assert (again.outcome, again.note.text) == (UpdateOutcome.UNCHANGED, "Nothing newer.")
    assert publisher.asked[-1][1]["if-none-match"] == '"v1"'
    status = state_of(workspace)
    assert (status.last_check, status.last_update) == (again.note, first.note)
    offered(size=610, tag='"v2"')
    (third,) = list_update.update(workspace)
    assert third.outcome is UpdateOutcome.UPDATED
    assert state_of(workspace).active.entries == 610


def test_a_server_without_tags_makes_no_second_version(workspace, offered) -> None:
    offered(tag="")
    list_update.update(workspace, ["un_sc"])
    (again,) = list_update.update(workspace)
    assert again.outcome is UpdateOutcome.UNCHANGED
    assert len(state_of(workspace).versions) == 1


@pytest.mark.parametrize("tag", ['"half"', ""])
def test_a_held_list_waits_and_is_not_imported_again(workspace, offered, tag) -> None:
    offered(size=1200)
    list_update.update(workspace, ["un_sc"])
    offered(size=600, tag=tag)
    (held,) = list_update.update(workspace)
    assert held.outcome is UpdateOutcome.HELD
    assert "lists diff un_sc" in held.todo
    (again,) = list_update.update(workspace)
    assert again.outcome is UpdateOutcome.UNCHANGED
    status = state_of(workspace)
    assert (status.state, len(status.versions)) == (SourceState.QUARANTINED, 2)
    list_versions.reject(workspace, status.held.version_id, "Half of it is missing.")
    (after,) = list_update.update(workspace)
    assert after.outcome is UpdateOutcome.UNCHANGED
    if tag:
        assert "rejected" in after.note.text
    assert [v.state for v in state_of(workspace).versions] == [
        VersionState.REJECTED, VersionState.ACTIVE
    ]  # fmt: skip


def test_after_a_rollback_the_list_is_fetched_again(workspace, publisher, offered) -> None:
    offered()
    list_update.update(workspace, ["un_sc"])
    first = state_of(workspace).active
    offered(size=610, tag='"v2"')
    list_update.update(workspace)
    offered(size=620, tag='"v3"')
    list_update.update(workspace)
    list_versions.choose(workspace, first.version_id, "The publisher withdrew the update.")
    (found,) = list_update.update(workspace)
    assert found.outcome is UpdateOutcome.UNCHANGED, "the newest version is known already"
    offered(size=630, tag='"v4"')
    (found,) = list_update.update(workspace)
    assert found.outcome is UpdateOutcome.UPDATED


def test_what_is_no_list_is_refused_and_the_last_good_one_stays(
    workspace, publisher, offered
) -> None:
    offered()
    list_update.update(workspace, ["un_sc"])
    good = state_of(workspace).active
    page = b"<!doctype html><title>Maintenance</title>"
    whole = offered(size=700, tag='"v2"').read_bytes()
    answers = (
        (lambda r: r.send(body=page, kind="text/html"), UpdateOutcome.REFUSED, "Maintenance"),
        (lambda r: r.send(body=whole[:-500]), UpdateOutcome.REFUSED, ""),
        (lambda r: r.send(body=b"<other/>"), UpdateOutcome.REFUSED, "root element other"),
        (lambda r: r.send(503), UpdateOutcome.FAILED, "503"),
        (lambda r: r.send_cut(whole, 5000), UpdateOutcome.FAILED, ""),
    )
    for answer, outcome, told in answers:
        publisher.answers["/un.xml"] = answer
        (found,) = list_update.update(workspace)
        assert (found.outcome, told in found.note.text) == (outcome, True), found
        status = state_of(workspace)
        assert (status.active, status.last_check.outcome) == (good, outcome)
        assert status.last_update.outcome is UpdateOutcome.UPDATED
    with workspace.database.read() as uow:
        kinds = [event.type.value for event in uow.events.after(0)]
    assert kinds.count("list.refused") == 3


def test_one_source_does_not_stop_the_next(workspace, publisher, offered) -> None:
    offered()
    addressed(workspace, "us_ofac_sdn", url=publisher.url("/missing.xml"))
    found = list_update.update(workspace, ["us_ofac_sdn", "un_sc"])
    assert [each.outcome for each in found] == [UpdateOutcome.FAILED, UpdateOutcome.UPDATED]
    assert state_of(workspace, "us_ofac_sdn").last_check.outcome is UpdateOutcome.FAILED


def test_the_files_of_a_set_come_together(workspace, publisher, samples_of_sdn) -> None:
    names = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
    addressed(
        workspace, "us_ofac_sdn", urls=tuple(publisher.url(f"/{name}") for name in names),
        min_entries=1, fill_rates=(), entry_types=(),
    )  # fmt: skip
    tags = dict.fromkeys(names, "1")
    days = dict.fromkeys(names, "Wed, 18 Nov 2026 08:00:00 GMT") | {
        "alt.csv": "Thu, 19 Nov 2026 08:00:00 GMT", "add.csv": "some day"
    }  # fmt: skip

    def offer(name: str) -> None:
        def answer(request) -> None:
            tag = f'"{tags[name]}"'
            if request.headers.get("If-None-Match") == tag:
                request.send(304)
            else:
                body, day = samples_of_sdn[name], days[name]
                request.send(body=body, kind="text/csv", ETag=tag, Last_Modified=day)

        publisher.answers[f"/{name}"] = answer

    for name in names:
        offer(name)
    (first,) = list_update.update(workspace, ["us_ofac_sdn"])
    assert first.outcome is UpdateOutcome.UPDATED, first.note.text
    assert first.report.version.published_on == date(2026, 11, 19), "the server's latest"
    (dated,) = (check for check in first.report.version.checks if check.name == "date")
    assert dated.measured == "published 2026-11-19 (by the publisher's server)"
    assert sorted(first.report.version.files) == sorted(names)
    assert list_update.update(workspace)[0].outcome is UpdateOutcome.UNCHANGED
    tags["add.csv"] = "2"
    samples_of_sdn["add.csv"] = samples_of_sdn["add.csv"].replace(b"Quay", b"Kai")
    publisher.asked.clear()
    (third,) = list_update.update(workspace)
    assert third.outcome is UpdateOutcome.UPDATED, third.note.text
    assert sorted(third.report.version.files) == sorted(names)
    assert "if-none-match" not in publisher.asked[-1][1], "the rest of the set is fetched anew"


@pytest.fixture
def samples_of_sdn() -> dict[str, bytes]:
    """An OFAC set of invented people."""
    none = "-0- "
    main, alias, address = [], [], []
    for number in range(1, 41):
        name, kind = (f"ZUMBERT, Quorlath {number}", '"individual"')
        rest = ",".join([none] * 7)
        main.append(f'{number},"{name}",{kind},"INVENTED",{rest},"DOB 13 Mar 1960;"')
        alias.append(f'{number},{number},"aka","ZUMBART, Q. {number}",{none}')
        address.append(f'{number},{number},"1 Quay Street","Limassol","Cyprus",{none}')
    rows = {"sdn.csv": main, "alt.csv": alias, "add.csv": address,
            "sdn_comments.csv": ['1," nationality Cyprus."']}  # fmt: skip
    return {name: ("\r\n".join(lines) + "\r\n\x1a").encode() for name, lines in rows.items()}


def test_a_dry_run_keeps_nothing(workspace, publisher, offered) -> None:
    offered()
    (found,) = list_update.update(workspace, ["un_sc"], dry_run=True)
    assert found.outcome is UpdateOutcome.AVAILABLE
    assert "MB" in found.note.text
    status = state_of(workspace)
    assert (status.state, status.last_check) == (SourceState.MISSING, None)
    list_update.update(workspace, ["un_sc"])
    (found,) = list_update.update(workspace, dry_run=True)
    assert found.outcome is UpdateOutcome.UNCHANGED
    del publisher.answers["/un.xml"]
    (found,) = list_update.update(workspace, dry_run=True)
    assert found.outcome is UpdateOutcome.FAILED


def test_the_list_behind_a_page_is_found(workspace, publisher, offered) -> None:
    file = offered()
    publisher.answers["/page"] = lambda r: r.send(
        body=b"<html><a href='/files/un20261120.xml'>list</a></html>", kind="text/html"
    )
    publisher.answers["/files/un20261120.xml"] = lambda r: r.send(body=file.read_bytes())
    addressed(workspace, "un_sc", url=publisher.url("/page"), link=r"un[0-9]{8}\.xml")
    (found,) = list_update.update(workspace, ["un_sc"])
    assert found.outcome is UpdateOutcome.UPDATED
    assert state_of(workspace).active.files == ("un20261120.xml",)


def test_what_cannot_be_fetched_is_refused_before_anything_is_asked(workspace, publisher) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        list_update.update(workspace, ["nowhere"])
    with pytest.raises(UsageError, match="cannot be fetched"):
        list_update.update(workspace, ["pep_nigeria"])
    with pytest.raises(UsageError, match="loaded yet"):
        list_update.update(workspace)
    sources = {source.source for source in list_update.updatable(workspace)}
    assert {"us_ofac_sdn", "un_sc", "pep_global"} <= sources
    assert "pep_nigeria" not in sources
    assert publisher.asked == []


def test_nothing_is_left_on_the_disk(workspace, publisher, offered, data_dir) -> None:
    offered()
    folder = data_dir / list_update.FOLDER
    folder.mkdir()
    (folder / "left.part").write_text("of a killed update")
    seen = []

    class Watching:
        def progress(self, done: int, total: int, text: str) -> None:
            if folder.exists():
                seen.append((stat.S_IMODE(folder.stat().st_mode), (folder / "left.part").exists()))

        def check(self) -> None:
            if seen:
                raise JobCancelled

    with pytest.raises(JobCancelled):
        list_update.update(workspace, ["un_sc"], job=Watching())
    assert seen[0] == (0o700, False)
    assert not folder.exists()
    assert state_of(workspace).versions == ()
    assert list_update.update(workspace, ["un_sc"])[0].outcome is UpdateOutcome.UPDATED


def test_two_updates_do_not_run_at_once(workspace, publisher, offered) -> None:
    file = offered()
    caught = []

    def answer(request) -> None:
        try:
            list_update.update(workspace, ["un_sc"])
        except DatabaseLocked as error:
            caught.append(error.message)
        request.send(body=file.read_bytes())

    publisher.answers["/un.xml"] = answer
    list_update.update(workspace, ["un_sc"])
    assert caught == ["Another update of the lists is running."]


def test_while_another_import_runs_the_update_fails_in_words(workspace, offered) -> None:
    offered()
    with workspace.database.import_lock():
        (found,) = list_update.update(workspace, ["un_sc"])
    assert found.outcome is UpdateOutcome.FAILED
    assert list_update.update(workspace, ["un_sc"])[0].outcome is UpdateOutcome.UPDATED


def test_a_full_disk_is_told(workspace, offered, monkeypatch) -> None:
    offered()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.rename", full)
    (found,) = list_update.update(workspace, ["un_sc"])
    assert found.outcome is UpdateOutcome.FAILED
    assert "No space left" in found.note.text


def test_the_outcome_is_plain_json(workspace, offered) -> None:
    from app.services import list_shapes

    offered()
    (found,) = list_update.update(workspace, ["un_sc"])
    value = json.loads(json.dumps(list_shapes.update_value(found)))
    assert (value["outcome"], value["import"]["activated"]) == ("updated", True)
    (status,) = (
        each
        for each in list_shapes.lists_status(lists.status(workspace))["sources"]
        if each["source"] == "un_sc"
    )
    assert status["last_check"] == {"at": "2026-11-20T09:30:00.000Z", "outcome": "updated",
                                    "text": found.note.text}  # fmt: skip
