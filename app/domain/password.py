"""The rules of passwords: what can be one, and how long to wait after wrong tries."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from app.domain.errors import BadInput

MIN_LENGTH = 12
MAX_LENGTH = 1_000
MIN_DIFFERENT = 5  # characters, so that one key held down is none
# Seconds to wait after so many wrong tries in a row; after more of them as after the last.
_WAITS = {3: 5, 4: 30, 5: 120, 6: 300, 7: 900, 8: 1_800}


def same_form(password: str) -> str:
    """The one form (NFKC) in which a password is compared, however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password)


def clean_password(password: str, *personal: str) -> str:
    """A new password in the form in which it is kept, any script.

    Args:
        personal: login and name of whose it is; neither may be the password.
    Raises BadInput, which never repeats the password.
    """
    clean = same_form(password)
    problem = ""
    if len(clean) < MIN_LENGTH:
        problem = f"A password has at least {MIN_LENGTH} characters."
    elif len(clean) > MAX_LENGTH:
        problem = f"A password has at most {MAX_LENGTH:,} characters."
    elif any("\ud800" <= char <= "\udfff" or unicodedata.category(char) == "Cc" for char in clean):
        problem = "A password holds no control characters."
    elif len(set(clean)) < MIN_DIFFERENT:
        problem = f"A password holds at least {MIN_DIFFERENT} different characters."
    elif clean.casefold() in {same_form(text).casefold() for text in personal}:
        problem = "A password is neither the login nor the name."
    if problem:
        raise BadInput(
            problem,
            safe="The password was left as it is.",
            todo="Choose another one; a sentence that only you know is a good one.",
        )
    return clean


def wait_after(failures: int) -> timedelta:
    """How long a login has to wait after so many wrong tries in a row."""
    return timedelta(seconds=_WAITS.get(min(failures, max(_WAITS)), 0))
