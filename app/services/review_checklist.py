"""The guided steps for judging a match, and the answers that are kept with a resolution."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.errors import BadInput

ANSWERS = ("yes", "no", "unknown")
STEPS: dict[str, str] = {}


def clean_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as they are stored. Raises BadInput for an unknown step or answer."""
    for step, answer in answers.items():
        if step not in STEPS or answer not in ANSWERS:
            raise BadInput(
                f"“{step[:40]}: {answer[:40]}” is no answer of the checklist.",
                safe="Nothing was resolved.",
            )
    return dict(answers)
