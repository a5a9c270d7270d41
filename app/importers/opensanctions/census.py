"""How many parties of which kind a file of entities has, and what kinds of marks it knows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.importers.opensanctions.schemas import PARTIES


class Census:
    """How many parties of which kind a file has; `parties` counts (schema, target, topics)."""

    def __init__(self) -> None:
        self.has_topics = False
        self.has_targets = False
        self.last_seen = ""
        self.parties: Counter[tuple[str, bool, tuple[str, ...]]] = Counter()

    def add(self, schema: Any, target: Any, topics: Any, last_seen: Any) -> None:
        """Count one entity, whatever JSON its parts are."""
        if isinstance(last_seen, str) and last_seen > self.last_seen:
            self.last_seen = last_seen
        if schema in PARTIES:
            self.has_topics = self.has_topics or topics is not None
            self.has_targets = self.has_targets or target is True
            self.parties[schema, target is True, texts_of(topics)] += 1


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of a property as JSON has it: a list, or one bare text."""
    values = value if isinstance(value, list) else [value]
    return tuple(item for item in values if isinstance(item, str))
