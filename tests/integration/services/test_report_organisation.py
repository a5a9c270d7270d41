"""Whose reports these are: stored, checked by content, told to the trail, printed."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.domain.errors import UsageError
from app.domain.subject import Subject, SubjectType
from app.services import report_organisation, reports, screening
from app.services.demo import load_demo_lists
from app.services.report_parts import Organisation
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace


def test_the_organisation_stands_on_every_report_and_in_the_trail(
    workspace: Workspace, logo: bytes
) -> None:
    load_demo_lists(workspace)
    assert report_organisation.read(workspace) == Organisation()
    wanted = Organisation("Meridiana  Trust Bank", "Financial crime compliance", logo)
    saved = report_organisation.save(workspace, wanted, reason="new letterhead")
    assert saved.name == "Meridiana Trust Bank"
    assert report_organisation.read(workspace) == saved
    with workspace.database.read() as uow:
        trail = uow.audit.of_object("settings", "organisation")
    assert len(trail) == 1
    assert "new letterhead" in trail[0].after
    assert "logo_sha256" in trail[0].after
    assert report_organisation.save(workspace, saved) == saved  # equal: nothing is recorded
    with workspace.database.read() as uow:
        assert len(uow.audit.of_object("settings", "organisation")) == 1
    made = reports.report_of_screening(workspace, _screen(workspace))
    assert made.report.head.name == "Meridiana Trust Bank"
    assert b"/Image" in made.content


@pytest.mark.parametrize(
    "bad", [b"GIF89a not a logo", b"\x89PNG\r\n\x1a\n damaged", b"x" * (512 * 1024 + 1)]
)
def test_a_logo_must_be_a_picture_by_its_content(workspace: Workspace, bad: bytes) -> None:
    with pytest.raises(UsageError, match="logo"):
        report_organisation.save(workspace, Organisation("x", "", bad))
    assert report_organisation.read(workspace) == Organisation()


def test_a_name_that_fills_no_line_is_refused_and_a_damaged_setting_is_left_out(
    workspace: Workspace, big_logo: bytes
) -> None:
    with pytest.raises(UsageError, match="longer than"):
        report_organisation.save(workspace, Organisation("x" * 121))
    with pytest.raises(UsageError, match="larger than"):
        report_organisation.save(workspace, Organisation("x", "", big_logo))
    with workspace.database.write() as uow:
        uow.settings.set("organisation", {"name": "Bank", "logo": "no base64!"})
        uow.commit()
    assert report_organisation.read(workspace) == Organisation("Bank")


@pytest.fixture(scope="module")
def logo() -> bytes:
    return _picture((40, 20))


@pytest.fixture(scope="module")
def big_logo() -> bytes:
    return _picture((4001, 2))


def _picture(size: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#2F55D0").save(file, "PNG")
    return file.getvalue()


def _screen(workspace: Workspace) -> str:
    subject = Subject(SubjectType.INDIVIDUAL, "Quorlath Vennimar")
    return screening.screen(workspace, ScreeningRequest(subject)).screening_id
