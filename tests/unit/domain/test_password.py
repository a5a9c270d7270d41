"""Passwords: what can be one, in which form it is compared, and how long wrong tries cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import BadInput
from app.domain.password import MAX_LENGTH, MIN_LENGTH, clean_password, same_form, wait_after


@pytest.mark.parametrize(
    "password",
    ["a long sentence", "пароль на счастье", "合言葉は春の山です海です", "🐟 swims up the hill"],
)
def test_any_script_will_do(password: str) -> None:
    assert clean_password(password, "nora", "Nora Lindqvist") == same_form(password)


def test_however_a_keyboard_composes_it() -> None:
    composed, apart = "caf\u00e9 au lait, bien chaud", "cafe\u0301 au lait, bien chaud"
    assert clean_password(composed) == clean_password(apart) == same_form(apart)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("x" * (MIN_LENGTH - 1), "at least 12"),
        ("abcde" * 300, "at most 1,000"),
        ("abcdefgh\x00jkl", "control"),
        ("abcdefgh\ud800jkl", "control"),
        ("aaaaaaaaaaaab", "different characters"),
        ("Nora Lindqvist", "neither the login nor the name"),
        ("NORA@BANK.EXAMPLE", "neither the login nor the name"),
    ],
)
def test_what_is_none_is_told_without_repeating_it(password: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as caught:
        clean_password(password, "nora@bank.example", "Nora Lindqvist")
    assert password not in caught.value.text()


def test_the_longest_password_is_one() -> None:
    assert clean_password("abcde" * (MAX_LENGTH // 5))


def test_waiting_grows_to_minutes_and_then_stays() -> None:
    waits = [wait_after(failures) for failures in range(12)]
    assert waits[:3] == [timedelta()] * 3
    assert waits == sorted(waits)
    assert waits[5] >= timedelta(minutes=2)
    assert waits[8] == waits[11] == timedelta(minutes=30)
