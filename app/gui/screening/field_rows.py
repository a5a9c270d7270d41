"""The compared fields of a match as rows: what the subject says, what the list says, who agrees."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType
from app.domain.match import Evidence, Feature, Match
from app.domain.subject import Gender
from app.gui.screening.wording import (
    entry_type_word,
    feature_word,
    gender_word,
    identifier_word,
    signed,
    translate,
    verdict_word,
    with_country_names,
    with_readable_dates,
)
from app.gui.widgets.rows import FieldRow

_ORDER = {feature: place for place, feature in enumerate(Feature)}


def field_rows(match: Match) -> tuple[FieldRow, ...]:
    """One row for each piece of evidence, in the order of the fields."""
    is_entity = match.entry_type is not EntryType.INDIVIDUAL
    ordered = sorted(match.evidence, key=lambda item: _ORDER[item.feature])
    return tuple(_row(item, is_entity=is_entity) for item in ordered)


def _row(item: Evidence, *, is_entity: bool) -> FieldRow:
    return FieldRow(
        label=feature_word(item.feature, is_entity=is_entity),
        verdict=item.verdict,
        verdict_word=verdict_word(item.verdict),
        subject=_side(item, item.query_value) or translate("Screening", "not given"),
        listed=_side(item, item.list_value) or translate("Screening", "not on list"),
        effect=item.effect,
        effect_text=signed(item.effect),
        note=item.note,
    )


def _side(item: Evidence, value: str) -> str:
    if item.feature is Feature.COUNTRY:
        return with_country_names(value)
    if item.feature is Feature.GENDER:
        return _gender_words().get(value, value)
    if item.feature is Feature.DATE_OF_BIRTH:
        return with_readable_dates(value).replace("; ", "\n")
    if item.feature is Feature.TYPE:
        return _type_words().get(value, value)
    if item.feature is Feature.IDENTIFIER:
        return "\n".join(map(_identifier, value.split("; ")))
    return value.replace("; ", "\n")


def _gender_words() -> Mapping[str, str]:
    return {gender.value: gender_word(gender) for gender in Gender}


def _type_words() -> Mapping[str, str]:
    return {kind.value: entry_type_word(kind) for kind in EntryType}


def _identifier(text: str) -> str:
    """``PASSPORT K0193 CY`` with the type in words."""
    kind, _, rest = text.partition(" ")
    known = {item.value: identifier_word(item) for item in IdentifierType}
    return f"{known.get(kind, kind)} {rest}".strip()
