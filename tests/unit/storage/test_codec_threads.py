"""Records read by several threads at once: what is learned of a class is learned by one."""

from __future__ import annotations

import threading
import time

import msgspec
import pytest

from app.storage import codec


def test_one_thread_at_a_time_learns_how_to_read_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = 0, 0
    real = msgspec.json.Decoder

    def slow(kind: object) -> object:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.02)
        inside -= 1
        return real(kind)

    monkeypatch.setattr(codec.msgspec.json, "Decoder", slow)
    kinds = (list[int], dict[str, int], tuple[int, str], list[str])
    codec._decoder.cache_clear()
    threads = [threading.Thread(target=codec._decoder, args=(kind,)) for kind in kinds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codec._decoder.cache_clear()
    assert most == 1
