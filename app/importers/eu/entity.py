"""A listed party as the EU's files give it, before it is understood: XML and CSV say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A name, birth, address, citizenship or document: its attributes as the XML names them.

    `regulations` name the legal acts that hold this part, each with the day of its publication.
    """

    attributes: Attributes
    remarks: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    regulations: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """An attribute with blanks collapsed, "" if there is none."""
        return " ".join(self.attributes.get(name, "").split())


@dataclass(slots=True)
class RawEntity:
    """All that a file says of one party. `row` is where its first words stand; `unusable` are
    names, each with its row, that the file holds in a form that cannot be screened."""

    row: int
    attributes: Attributes
    remarks: list[str] = field(default_factory=list)
    regulations: list[Attributes] = field(default_factory=list)
    names: list[Part] = field(default_factory=list)
    births: list[Part] = field(default_factory=list)
    addresses: list[Part] = field(default_factory=list)
    citizenships: list[Part] = field(default_factory=list)
    documents: list[Part] = field(default_factory=list)
    unusable: list[tuple[int, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute with blanks collapsed, "" if there is none."""
        return " ".join(self.attributes.get(name, "").split())

    def parts(self) -> tuple[Part, ...]:
        """All parts, of every kind."""
        return (
            *self.names,
            *self.births,
            *self.addresses,
            *self.citizenships,
            *self.documents,
        )


def paragraphs(text: str) -> str:
    """A text with its lines kept and blanks collapsed within them."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))
