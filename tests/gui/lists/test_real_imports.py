"""Drills over the real list files: what the window does while they go in."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_workspace
from app.gui import jobs
from app.gui.lists.page import ListsPage
from app.gui.shell.application import calm_collector


@pytest.fixture
def page(qtbot, data_dir):
    thresholds = gc.get_threshold()
    workspace = open_workspace(data_dir)
    page = ListsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1250, 860)
    with qtbot.waitSignal(page.view_model.sources_changed, timeout=10_000):
        page.show()
    yield page
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    page.close_listening()
    jobs.shutdown()
    workspace.close()


@pytest.mark.drill
@pytest.mark.samples
@pytest.mark.parametrize(
    ("folder", "pattern"),
    [("us_ofac_sdn/current", "*.csv"), ("un_sc", "consolidated.xml")],
)
def test_gaps_while_a_real_list_goes_in_and_is_indexed(
    qtbot, page, samples: Path, gui_gaps, folder, pattern
):
    files = sorted((samples / folder).glob(pattern))
    QApplication.processEvents()
    calm_collector()  # as the window does once it is ready
    started = time.perf_counter()
    gui_gaps.start()
    with qtbot.waitSignal(page.index_ready, timeout=180_000):
        page.import_files(files)
    gui_gaps.stop()
    print(
        f"\n{folder}: {time.perf_counter() - started:.1f} s, {len(gui_gaps.gaps_ms):,} beats, "
        f"gaps ms p99 {gui_gaps.p99_ms:.1f} worst {gui_gaps.worst_ms:.1f}"
    )
    assert gui_gaps.p99_ms < 50
    assert gui_gaps.worst_ms < 100
