"""OFAC's newer XML where it says less than usual, or says it in another way."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.domain.list_entry import NameKind
from app.domain.political import Relation, RelationKind
from app.domain.subject import Address
from app.importers.checks import Tally
from app.importers.reading import BAD_DATE

ENHANCED = """<sanctionsData><entities>
<entity id="1"><generalInfo><entityType>Individual</entityType></generalInfo>
 <sanctionsLists><sanctionsList datePublished="soon">SDN List</sanctionsList></sanctionsLists>
 <names><name><isPrimary>true</isPrimary><translations>
   <translation><script>Latin</script><formattedFullName>DEMO, Ada</formattedFullName></translation>
   <translation><script>Latin</script><formattedFullName>DEMO, Adah</formattedFullName></translation>
   <translation><script>Arabic</script></translation></translations></name></names>
 <addresses><address><country>Cyprus</country></address><address/></addresses>
 <features><feature><type>Birthdate</type></feature>
  <feature><type>Birthdate</type><value>one day in May</value></feature>
  <feature><type>Title</type><value>Doctor</value></feature>
  <feature><type>Title</type><value>Colonel</value></feature></features>
 <identityDocuments>
  <identityDocument><type>Passport</type></identityDocument>
  <identityDocument><type>Passport</type><documentNumber>D1</documentNumber>
   <issueDate><fromDateBegin>2010-01-01</fromDateBegin><fromDateEnd>2010-01-01</fromDateEnd>
    <toDateBegin>2012-06-30</toDateBegin><toDateEnd>2012-06-30</toDateEnd>
    <isApproximate>true</isApproximate></issueDate>
   <expirationDate><fromDateBegin>not told</fromDateBegin></expirationDate></identityDocument>
  <identityDocument><type>Passport</type><documentNumber>D2</documentNumber><issueDate/>
  </identityDocument></identityDocuments>
 <relationships><relationship><type>Owned or Controlled By</type><relatedEntity entityId="7"/>
   <quality>Low</quality></relationship>
  <relationship><type>Associate Of</type><relatedEntity/></relationship>
  <relationship><type>Sister of</type><relatedEntity entityId="8">DEMO, Bo</relatedEntity>
  </relationship></relationships>
</entity>
<entity id="2"/>
</entities></sanctionsData>"""

ADVANCED = """<Sanctions><ReferenceValueSets>
 <PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
 <PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
 </PartySubTypeValues>
 <AliasTypeValues><AliasType ID="1">Name</AliasType></AliasTypeValues>
 <ScriptValues><Script ID="215">Latin</Script></ScriptValues>
 <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType>
  <FeatureType ID="9">Place of Birth</FeatureType><FeatureType ID="25">Location</FeatureType>
 </FeatureTypeValues>
 <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
 <CountryValues><Country ID="3">Cyprus</Country></CountryValues>
 <LocPartTypeValues><LocPartType ID="5">CITY</LocPartType></LocPartTypeValues>
</ReferenceValueSets>
<Locations><Location ID="50"/><Location ID="51"><LocationCountry CountryID="3"/>
 <LocationPart LocPartTypeID="5"><LocationPartValue Primary="false"><Value>Limasol</Value>
 </LocationPartValue><LocationPartValue Primary="true"><Value>Limassol, Cyprus</Value>
 </LocationPartValue></LocationPart></Location></Locations>
<DistinctParties>
<DistinctParty FixedRef="11"><Profile ID="11" PartySubTypeID="4">
 <Identity ID="12" False="true">
  <Alias AliasTypeID="1" Primary="true"><DocumentedName><DocumentedNamePart>
   <NamePartValue ScriptID="215">Demo</NamePartValue></DocumentedNamePart></DocumentedName>
   <DocumentedName/></Alias><Alias AliasTypeID="1"/>
  <Alias AliasTypeID="1" Primary="true"><DocumentedName><DocumentedNamePart>
   <NamePartValue ScriptID="215">Demov</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
 </Identity>
 <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod>
   <Start Approximate="true"><From><Year>1961</Year></From></Start>
   <End Approximate="true"><To><Year>1963</Year><Month>6</Month><Day>2</Day></To></End>
   </DatePeriod></FeatureVersion></Feature>
 <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod>
   <Start><From><Year>1970</Year><Month>5</Month><Day>3</Day></From></Start>
   </DatePeriod></FeatureVersion></Feature>
 <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod/></FeatureVersion></Feature>
 <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod>
   <Start><From><Year>1980</Year><Month>5</Month><Day>1</Day></From></Start>
   <End><To><Year>1980</Year><Month>5</Month><Day>31</Day></To></End>
   </DatePeriod></FeatureVersion></Feature>
 <Feature FeatureTypeID="9"><FeatureVersion><VersionLocation LocationID="51"/></FeatureVersion>
 </Feature>
 <Feature FeatureTypeID="25"><FeatureVersion><VersionLocation LocationID="50"/>
  <VersionLocation LocationID="51"/><VersionLocation LocationID="99"/></FeatureVersion></Feature>
</Profile></DistinctParty>
<DistinctParty FixedRef="13"/>
</DistinctParties>
<SanctionsEntries><SanctionsEntry ProfileID="11"><SanctionsMeasure SanctionsTypeID="1"/>
 <SanctionsMeasure/><SanctionsMeasure><Comment>Directive 0</Comment></SanctionsMeasure>
</SanctionsEntry></SanctionsEntries></Sanctions>"""


@pytest.fixture
def odd(read, tmp_path: Path):
    def run(text: str):
        path = tmp_path / "odd.xml"
        path.write_text(text, encoding="utf-8")
        return read("us_ofac_sdn", path)

    return run


def test_an_enhanced_file_that_says_little(odd) -> None:
    found = odd(ENHANCED)
    entry = found.entries["1"]
    assert found.reading.published_on is None
    assert [(name.text, name.kind) for name in entry.names] == [
        ("DEMO, Ada", NameKind.PRIMARY), ("DEMO, Adah", NameKind.STRONG_ALIAS),
    ]  # fmt: skip
    assert entry.listed_on is None
    assert entry.addresses == (Address(country="CY"),)
    assert entry.positions == ("Doctor", "Colonel")
    assert [(item.value, item.note) for item in entry.identifiers] == [
        ("D1", "issued circa 01 Jan 2010 to 30 Jun 2012; expires not told"), ("D2", ""),
    ]  # fmt: skip
    assert entry.relations == (
        Relation(RelationKind.OWNERSHIP, "Owned or Controlled By", "entry 7", "7"),
        Relation(RelationKind.OTHER, "Sister of", "DEMO, Bo", "8"),
    )
    assert ("Note", "Owned or Controlled By 7: quality low") in entry.details
    assert ("Linked To", "DEMO, Bo") in entry.details
    assert sorted(row.reason for row in found.aside) == [
        BAD_DATE, "no number or unknown type",
    ]  # fmt: skip
    tally = Tally()
    tally.add(entry)
    assert tally.names == 2


def test_an_advanced_file_that_says_little(odd) -> None:
    found = odd(ADVANCED)
    entry = found.entries["11"]
    assert [(name.text, name.kind) for name in entry.names] == [
        ("DEMO", NameKind.PRIMARY), ("DEMOV", NameKind.STRONG_ALIAS),
    ]  # fmt: skip
    assert [born.text for born in entry.dates_of_birth] == [
        "circa 01 Jan 1961 to 02 Jun 1963", "03 May 1970", "May 1980",
    ]  # fmt: skip
    assert entry.places_of_birth == ("Limassol, Cyprus, Limasol, Cyprus",)
    assert entry.addresses == (Address(city="Limassol, Cyprus, Limasol", country="CY"),)
    assert (entry.programmes, entry.measures) == ((), ("Directive 0",))
    assert ("Identity", "false identity") in entry.details
    assert [row.reason for row in found.aside] == ["no number or unknown type"]
    assert found.reading.published_on is None


@pytest.mark.parametrize("root", ["<sdn:List/>", '<L xmlns="https://lists.example/a}b/c"/>'])
def test_names_that_are_no_names_of_xml_are_refused(odd, root: str) -> None:
    with pytest.raises(ListRefused, match="unknown kind"):
        odd(root)


def test_a_file_without_any_party_has_no_programmes(odd) -> None:
    for text in ("<sanctionsData/>", "<Sanctions><ReferenceValueSets/></Sanctions>"):
        with pytest.raises(ListRefused, match="no entry"):
            odd(text)
