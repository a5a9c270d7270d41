"""Own lists in words: what a column can hold, and which code a name suggests."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QCoreApplication

from app.domain.column_mapping import ColumnUse, DayOrder, Role
from app.domain.identifiers import IdentifierType
from app.gui.screening.wording import identifier_word
from app.gui.widgets.table_columns import NOTHING

translate = QCoreApplication.translate

NO_USE = Role.DETAIL.value  # a column without a role is kept as a detail
SEPARATORS = (";", "|", " / ", ",", "")
SAMPLES_SHOWN = 3
_CODE_LENGTH = 31


def role_word(role: Role) -> str:
    """What a column of this role holds."""
    return {**_name_words(), **_party_words(), **_place_words(), **_listing_words()}[role]


def _name_words() -> dict[Role, str]:
    return {
        Role.NAME: translate("OwnList", "Name"),
        Role.FIRST_NAME: translate("OwnList", "First name"),
        Role.MIDDLE_NAME: translate("OwnList", "Middle name"),
        Role.LAST_NAME: translate("OwnList", "Last name"),
        Role.ALIASES: translate("OwnList", "Aliases"),
        Role.WEAK_ALIASES: translate("OwnList", "Weak aliases"),
        Role.FORMER_NAMES: translate("OwnList", "Former names"),
        Role.ORIGINAL_SCRIPT: translate("OwnList", "Name in its own script"),
    }


def _party_words() -> dict[Role, str]:
    return {
        Role.TYPE: translate("OwnList", "Type of party"),
        Role.DATE_OF_BIRTH: translate("OwnList", "Date of birth"),
        Role.PLACE_OF_BIRTH: translate("OwnList", "Place of birth"),
        Role.NATIONALITY: translate("OwnList", "Nationality"),
        Role.COUNTRY: translate("OwnList", "Country"),
        Role.GENDER: translate("OwnList", "Gender"),
        Role.IDENTIFIER: translate("OwnList", "Identifier"),
        Role.POSITION: translate("OwnList", "Position"),
        Role.POSITION_START: translate("OwnList", "Position from"),
        Role.POSITION_END: translate("OwnList", "Position until"),
    }


def _place_words() -> dict[Role, str]:
    return {
        Role.ADDRESS: translate("OwnList", "Whole address"),
        Role.STREET: translate("OwnList", "Street"),
        Role.CITY: translate("OwnList", "City"),
        Role.REGION: translate("OwnList", "Region"),
        Role.POSTAL_CODE: translate("OwnList", "Postal code"),
        Role.ADDRESS_COUNTRY: translate("OwnList", "Country of the address"),
    }


def _listing_words() -> dict[Role, str]:
    return {
        Role.REFERENCE: translate("OwnList", "Key of the entry"),
        Role.PROGRAMME: translate("OwnList", "Programme"),
        Role.MEASURE: translate("OwnList", "Measure"),
        Role.LISTED_ON: translate("OwnList", "Listed on"),
        Role.ENDED_ON: translate("OwnList", "Ended on"),
        Role.REMARKS: translate("OwnList", "Remarks"),
        Role.DETAIL: translate("OwnList", "Kept as a detail"),
        Role.IGNORED: translate("OwnList", "Left out"),
    }


def choices() -> tuple[tuple[str, str], ...]:
    """What can be chosen for a column: key and words, in the order of a form; `use_of` reads the
    key. Each type of identifier is a choice of its own."""
    roles = [(Role.DETAIL.value, role_word(Role.DETAIL)), (Role.IGNORED.value,
             role_word(Role.IGNORED))]  # fmt: skip
    for role in Role:
        if role is Role.IDENTIFIER:
            roles += [(f"{role.value}:{kind.value}", identifier_words(kind))
                      for kind in IdentifierType]  # fmt: skip
        elif role not in (Role.DETAIL, Role.IGNORED):
            roles.append((role.value, role_word(role)))
    return tuple(roles)


def identifier_words(kind: IdentifierType) -> str:
    """``Identifier: Passport``."""
    return translate("OwnList", "Identifier: {kind}").format(kind=identifier_word(kind))


def key_of(use: ColumnUse | None) -> str:
    """The key of what a column holds."""
    if use is None:
        return NO_USE
    if use.role is Role.IDENTIFIER:
        return f"{use.role.value}:{(use.identifier or IdentifierType.OTHER).value}"
    return use.role.value


def use_of(column: str, key: str) -> ColumnUse | None:
    """What a key says about a column; None for one that is kept as a detail."""
    if key == NO_USE:
        return None
    role, _, kind = key.partition(":")
    return ColumnUse(column, Role(role), IdentifierType(kind) if kind else None)


def separator_word(separator: str) -> str:
    """``; semicolon`` or that a cell holds one value."""
    return {
        ";": translate("OwnList", "; (semicolon)"),
        "|": translate("OwnList", "| (bar)"),
        " / ": translate("OwnList", "/ (slash between blanks)"),
        ",": translate("OwnList", ", (comma)"),
        "": translate("OwnList", "none: one value in each cell"),
    }.get(separator, separator)


def day_order_word(order: DayOrder) -> str:
    """How a date that is written in numbers is read."""
    return {
        DayOrder.DAY_FIRST: translate("OwnList", "day first: 31/12/1961"),
        DayOrder.MONTH_FIRST: translate("OwnList", "month first: 12/31/1961"),
    }[order]


def sample_words(values: tuple[str, ...]) -> str:
    """The first values of a column that differ, in one line."""
    filled = list(dict.fromkeys(" ".join(value.split()) for value in values if value.strip()))
    return " · ".join(filled[:SAMPLES_SHOWN]) or NOTHING


def suggested_name(stem: str) -> str:
    """A name for the list of a file: ``staff_watch-list`` -> ``Staff watch list``."""
    words = " ".join(re.split(r"[\W_]+", stem)).strip()
    return words[:1].upper() + words[1:]


def suggested_code(name: str) -> str:
    """A code for a name: small letters, digits and underscores, a letter first; "" if it has
    none of them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if code and not code[0].isalpha():
        code = f"list_{code}"
    return code[:_CODE_LENGTH].strip("_")
