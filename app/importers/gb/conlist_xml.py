"""OFSI's consolidated list as XML: each name of a party as a row by the columns of the CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.importers.gb.conlist import GROUP_ID
from app.importers.gb.designation import Field
from app.importers.safe_xml import line_of, local_name, own_text, records

ROOT = "ArrayOfFinancialSanctionsTarget"
_RECORD = "FinancialSanctionsTarget"
_KIND = re.compile(r"^(?:individual|entity|ship)_")
# The parts of a date told a second time, and the numbers of rows in the publisher's database.
_REPEATED = re.compile(r"(?:day|month|year)ofbirth|date\w+(?:day|month|year|id)|fcoid")
_MIDNIGHT = "T00:00:00"
_COLUMNS = {
    **{f"name{number}": f"Name {number}" for number in range(1, 7)},
    **{f"address{number}": f"Address {number}" for number in range(1, 7)},
    "namenonlatinscript": "Name Non-Latin Script",
    "nonlatinscripttype": "Non-Latin Script Type",
    "nonlatinscriptlanguage": "Non-Latin Script Language",
    "title": "Title",
    "postcode": "Post/Zip Code",
    "country": "Country",
    "otherinformation": "Other Information",
    "grouptypedescription": "Group Type",
    "aliastype": "Alias Type",
    "aliastypename": "Alias Type",
    "aliasquality": "Alias Quality",
    "regimename": "Regime",
    "datelisted": "Listed On",
    "datedesignated": "UK Sanctions List Date Designated",
    "lastupdated": "Last Updated",
    "groupid": GROUP_ID,
    "dateofbirth": "DOB",
    "townofbirth": "Town of Birth",
    "countryofbirth": "Country of Birth",
    "nationality": "Nationality",
    "passportnumber": "Passport Number",
    "passportdetails": "Passport Details",
    "ninumber": "National Identification Number",
    "nidetails": "National Identification Details",
    "position": "Position",
    "gender": Field.GENDER,
    "phonenumber": Field.PHONE,
    "website": Field.WEBSITE,
    "emailaddress": Field.EMAIL,
    "uksanctionslistref": Field.UNIQUE_ID,
    "unref": Field.UN_REFERENCE,
    "ukstatementofreasons": Field.REASONS,
    "entity_type": Field.TYPE_OF_ENTITY,
    "subsidiaries": Field.SUBSIDIARY,
    "parentcompany": Field.PARENT,
    "businessregnumber": Field.BUSINESS_NUMBER,
    "imonumber": Field.IMO,
    "currentowners": Field.OWNER,
    "previousowners": Field.PREVIOUS_OWNER,
    "flag": Field.FLAG,
    "previousflags": Field.PREVIOUS_FLAG,
    "ship_type": Field.TYPE_OF_SHIP,
    "tonnage": Field.TONNAGE,
    "length": Field.LENGTH,
    "yearbuilt": Field.YEAR_BUILT,
}


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each name of the list with its line. Raises ListRefused where the file is malformed."""
    for element in records(path, _RECORD):
        cells: dict[str, str] = {}
        for child in element:
            tag, text = local_name(child), own_text(child).removesuffix(_MIDNIGHT)
            known = tag.lower()
            bare = _KIND.sub("", known)
            if text and not _REPEATED.fullmatch(bare):
                cells.setdefault(_COLUMNS.get(known) or _COLUMNS.get(bare, tag), text)
        yield line_of(element), cells
