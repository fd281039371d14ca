"""Lists of flagged parties in every format: each trap of theirs, on invented entries."""

from datetime import date
from pathlib import Path

import pytest

from aml.core.problem import LedgerError
from aml.identity.number import is_ship
from aml.screening.lists.formats import FORMATS, recognise

SHARED = Path(__file__).parents[4] / "shared" / "lists"
NULL = "-0- "


def sdn(*rows):
    """An sdn.csv: number, name, kind, programme and remarks of each entry, then the 0x1A line."""
    lines = [
        f'{number},"{name}",{kind},"{program}",{NULL},{NULL},{NULL},{NULL},{NULL},{flag},{NULL},{remarks}'
        for number, name, kind, program, flag, remarks in rows
    ]
    return "\r\n".join(lines) + "\r\n\x1a\r\n"


def read(folder, name, text, form=None):
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return (FORMATS[form] if form else recognise(path)).read(path)


@pytest.fixture
def ofac(tmp_path):
    remarks = "DOB 10 Dec 1960; a.k.a. 'EL TUERTO'; Passport A1234567 (Mexico); Linked To: MIRA"
    cut = '"' + "x" * 990 + '; R.F.C. ABC"'
    tmp_path.joinpath("alt.csv").write_text(
        f'7,1,"aka","MIRADOR NAVES",{NULL}\r\n7,2,"fka","MIRADOR VIEJO",{NULL}\r\n99,3,"aka","GONE",{NULL}\r\n\x1a'
    )
    tmp_path.joinpath("add.csv").write_text(f'7,1,"Calle 1","Colima",Mexico,{NULL}\r\n\x1a')
    tmp_path.joinpath("sdn_comments.csv").write_text('9,"DE900101XY1; DOB circa 1970."\r\n\x1a')
    return read(
        tmp_path,
        "sdn.csv",
        sdn(
            (7, "NAVIERA MIRADOR, S.A.", NULL, "SDNTK] [FTO] [SDGT", NULL, NULL),
            (8, "PEREZ, Juan", '"individual"', "SDNTK", NULL, f'"{remarks}."'),
            (9, "GOMEZ, Ana", '"individual"', "SDNTK", NULL, cut),
            (10, "MIRA I", '"vessel"', "TCO", '"Panama"',
             '"Vessel Registration Identification IMO 9074729; MMSI 354123000."'),
            (11, "MIRA SHIPPING", NULL, "TCO", NULL, '"Company Number IMO 5678901."'),
        ),
    )  # fmt: skip


def test_every_record_of_ofac_is_an_entry_and_the_closing_sign_is_none(ofac):
    assert (ofac.format, ofac.records, len(ofac.entries), ofac.rejected) == ("ofac-csv", 5, 5, 0)
    assert [entry.kind for entry in ofac.entries] == [
        "organisation", "person", "person", "vessel", "organisation",
    ]  # fmt: skip


def test_programmes_are_parted_and_nothing_is_written_for_nothing(ofac):
    firm = ofac.entries[0]
    assert firm.programs == ("SDNTK", "FTO", "SDGT")
    assert firm.aliases == ("MIRADOR NAVES", "MIRADOR VIEJO")
    assert (firm.countries, firm.addresses) == (("Mexico",), ("Calle 1, Colima, Mexico",))
    assert (firm.weak_aliases, firm.born_on, dict(firm.numbers)) == ((), None, {})


def test_remarks_give_birth_date_weak_alias_and_numbers(ofac):
    person = ofac.entries[1]
    assert person.born_on == date(1960, 12, 10)
    assert person.weak_aliases == ("EL TUERTO",)
    assert person.numbers == {"document_number": ("A1234567",)}


def test_a_remark_cut_in_the_middle_of_a_word_goes_on_in_the_comments(ofac):
    assert ofac.entries[2].numbers == {"document_number": ("ABCDE900101XY1",)}
    assert ofac.entries[2].born_on is None  # about 1970 is no day


def test_a_ship_and_a_shipping_company_have_numbers_of_their_own_kind(ofac):
    ship, company = ofac.entries[3:]
    assert ship.numbers == {"imo_number": ("9074729",), "mmsi": ("354123000",)}
    assert ship.countries == ("Panama",)
    assert company.numbers == {"company_imo": ("5678901",)}


def test_an_alias_of_an_entry_that_is_not_there_is_named(ofac):
    assert [(p.code, str(p.location)) for p in ofac.problems] == [("LST002", "alt.csv: record 3")]


def test_a_bad_record_hides_no_other(tmp_path):
    text = sdn((1, "ONE", NULL, "TCO", NULL, NULL), (2, "", NULL, "TCO", NULL, NULL))
    reading = read(
        tmp_path, "sdn.csv", text.replace("\x1a", '3,"THREE"\r\n4,"X","boat"' + ",-0- " * 9)
    )
    assert (reading.records, len(reading.entries), reading.rejected) == (4, 1, 3)
    assert [str(p.location) for p in reading.problems] == [
        "sdn.csv: record 2", "sdn.csv: record 3", "sdn.csv: record 4",
    ]  # fmt: skip


def test_files_beside_a_list_of_another_name_are_not_its_own(tmp_path, ofac):
    reading = read(tmp_path, "rows.csv", sdn((7, "NAVIERA", NULL, "TCO", NULL, NULL)))
    assert reading.entries[0].aliases == ()
    assert reading.problems == ()


UN = """<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><INDIVIDUALS>
<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>JUAN</FIRST_NAME><SECOND_NAME>MIRADOR</SECOND_NAME>
<UN_LIST_TYPE>X</UN_LIST_TYPE><LISTED_ON>2012-12-31</LISTED_ON><NATIONALITY><VALUE>Panama</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>JOHN MIRADOR</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>JM</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><DATE>1970-01-01</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL><INDIVIDUAL><DATAID>2</DATAID></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>3</DATAID><FIRST_NAME>MIRADOR SHIPPING</FIRST_NAME>
<ENTITY_ADDRESS/></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


def test_the_un_list_with_its_empty_elements_and_qualities(tmp_path):
    reading = read(tmp_path, "un.xml", UN)
    person, firm = reading.entries
    assert (reading.records, reading.rejected, reading.published_on) == (3, 1, date(2026, 2, 27))
    assert (person.name, person.aliases, person.weak_aliases) == (
        "JUAN MIRADOR", ("JOHN MIRADOR",), ("JM",),
    )  # fmt: skip
    assert (person.born_on, person.listed_on) == (date(1971, 2, 3), date(2012, 12, 31))
    assert (firm.kind, firm.name, firm.addresses) == ("organisation", "MIRADOR SHIPPING", ())
    assert reading.problems[0].code == "LST002"


def test_ofac_as_xml(tmp_path):
    reading = read(tmp_path, "sdn.xml", """<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>
<Publish_Date>11/01/2026</Publish_Date></publshInformation>
<sdnEntry><uid>5</uid><firstName>Juan</firstName><lastName>PEREZ</lastName><sdnType>Individual</sdnType>
<programList><program>SDNTK</program><program>FTO</program></programList>
<idList><id><idType>Passport</idType><idNumber>A1234567</idNumber></id></idList>
<akaList><aka><type>a.k.a.</type><category>weak</category><lastName>TUERTO</lastName></aka>
<aka><type>a.k.a.</type><category>strong</category><lastName>PEREZ</lastName><firstName>J.</firstName></aka></akaList>
<dateOfBirthList><dateOfBirthItem><dateOfBirth>circa 1960</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
<dateOfBirthItem><dateOfBirth>10 Dec 1960</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem></dateOfBirthList>
</sdnEntry><sdnEntry><uid>6</uid><sdnType>Entity</sdnType></sdnEntry></sdnList>""")  # fmt: skip
    (person,) = reading.entries
    assert (reading.records, reading.rejected, reading.published_on) == (2, 1, date(2026, 11, 1))
    assert (person.name, person.aliases, person.weak_aliases) == (
        "PEREZ, Juan",
        ("PEREZ, J.",),
        ("TUERTO",),
    )
    assert (person.born_on, person.programs) == (date(1960, 12, 10), ("SDNTK", "FTO"))
    assert person.numbers == {"document_number": ("A1234567",)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '<!DOCTYPE a [<!ENTITY e "x">]><CONSOLIDATED_LIST>&e;</CONSOLIDATED_LIST>',
            "document type",
        ),
        ("<CONSOLIDATED_LIST><INDIVIDUALS>", "not XML"),
    ],
)
def test_xml_that_is_none_or_an_attack_is_refused(tmp_path, text, message):
    with pytest.raises(LedgerError) as caught:
        read(tmp_path, "un.xml", text)
    assert caught.value.problems[0].code == "LST001"
    assert message in caught.value.problems[0].message


UK = """Report Date: 01-Nov-2026
Unique ID,Name 1,Name 6,Name type,Alias strength,Designation Type,Regime Name,D.O.B,Date Designated,IMO number,Address Line 1,Address Country
CYB1,Juan,MIRADOR,Primary Name,,Individual,Cyber,10/12/1960,31/12/2020,,,
CYB1,Johnny,MIRA,Alias,Low quality,Individual,Cyber,,,,,
CYB1,Jon,MIRADOR,Primary Name Variation,,Individual,Cyber,,,,1 High Street,Panama
SHP1,,MIRA I,Primary Name,,Ship,Drugs,,,9074729,,
BAD1,,,Primary Name,,Ship,Drugs,,,,,
"""


def test_the_uk_list_joins_the_rows_of_a_subject(tmp_path):
    reading = read(tmp_path, "uk.csv", UK)
    person, ship = reading.entries
    assert (reading.records, reading.rejected) == (3, 1)
    assert (person.name, person.aliases, person.weak_aliases) == (
        "Juan MIRADOR", ("Jon MIRADOR",), ("Johnny MIRA",),
    )  # fmt: skip
    assert (person.born_on, person.listed_on) == (date(1960, 12, 10), date(2020, 12, 31))
    assert person.addresses == ("1 High Street, Panama",)
    assert (ship.kind, ship.numbers) == ("vessel", {"imo_number": ("9074729",)})


def test_the_closed_list_of_ofsi_is_no_uk_list(tmp_path):
    with pytest.raises(LedgerError, match="header lacks"):
        read(tmp_path, "ConList.csv", "Last Updated\nName 6,Name 1,DOB\nX,Y,\n", "uk-csv")


SIMPLE = '''"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions"
"Q1","Person","Juan Mirador","J. Mirador;""Mirador; Juan""","1960-12-10","pa;mx","","A1234567","X"
"Q2","Vessel","Mira I","","","pa","","IMO9074729","X"
"Q3","Security","Mira bond","","","","","",""
'''


def test_opensanctions_by_the_names_of_its_header(tmp_path):
    reading = read(tmp_path, "targets.simple.csv", SIMPLE)
    person, ship = reading.entries
    assert (reading.records, reading.rejected) == (3, 1)
    assert person.aliases == ("J. Mirador", "Mirador; Juan")
    assert (person.countries, person.born_on) == (("PA", "MX"), date(1960, 12, 10))
    assert person.numbers == {"registration_number": ("A1234567",)}
    assert ship.numbers == {"imo_number": ("9074729",)}


FTM = """{"id":"a","caption":"Mira I","schema":"Vessel","target":true,"properties":{"name":["Mira I","Mira One"],"imoNumber":["IMO9074729"],"flag":["pa"],"weakAlias":["MI"]}}
{"id":"b","caption":"Captain","schema":"Position","target":false,"properties":{}}
{"id":"c","schema":"Company","target":true,"properties":{}}
no json
"""


def test_entities_are_the_targets_alone(tmp_path):
    reading = read(tmp_path, "entities.ftm.json", FTM)
    (ship,) = reading.entries
    assert (reading.records, reading.rejected) == (3, 2)
    assert (ship.aliases, ship.weak_aliases, ship.countries) == (("Mira One",), ("MI",), ("PA",))
    assert ship.numbers == {"imo_number": ("9074729",)}
    assert [str(p.location) for p in reading.problems] == [
        "entities.ftm.json: record 3", "entities.ftm.json: record 4",
    ]  # fmt: skip


def test_several_rows_of_a_314a_request_are_one_subject(tmp_path):
    reading = read(tmp_path, "314a.csv", """tracking_number,last_name,first_name,middle_name,suffix,alias_last_name,alias_first_name,alias_middle_name,alias_suffix,number,number_type,dob,street,city,state,zip,country,phone
1,Mirador,Juan,,,Mirador,Johnny,,,A1,Passport,2/8/1988,1 Lane,Town,CA,90210,US,
1,Mirador,Jon,,,,,,,A1,Passport,2/8/1988,2 Road,Town,CA,90210,US,
""")  # fmt: skip
    (person,) = reading.entries
    assert (person.name, person.aliases) == ("Juan Mirador", ("Johnny Mirador", "Jon Mirador"))
    assert (person.born_on, person.numbers) == (date(1988, 2, 8), {"document_number": ("A1",)})
    assert len(person.addresses) == 2


OWN = """entry_id,name,kind,aliases,container_number,country,flagged_from
E1,Naviera Mirador,organisation,Mirador Naves;NMSA,,pa,2025-01-01
E2,,container,,CSQU3054383,,2025-01-01
E3,,organisation,,,,
"""


def test_our_own_list_may_name_a_container_alone(tmp_path):
    reading = read(tmp_path, "own.csv", OWN)
    firm, box = reading.entries
    assert (firm.aliases, firm.countries) == (("Mirador Naves", "NMSA"), ("PA",))
    assert box.numbers == {"container_number": ("CSQU3054383",)}
    assert (reading.records, reading.rejected) == (3, 1)


def test_a_row_of_another_width_is_a_record_that_is_rejected(tmp_path):
    reading = read(tmp_path, "own.csv", OWN + "E4,too,few\n")
    assert (reading.records, reading.rejected) == (4, 2)


def test_a_file_of_no_format_is_refused_with_the_formats(tmp_path):
    with pytest.raises(LedgerError) as caught:
        read(tmp_path, "x.csv", "a,b\n1,2\n")
    assert "ofac-csv" in caught.value.problems[0].hint


@pytest.mark.skipif(not SHARED.exists(), reason="the published lists are not beside the project")
def test_published_lists_reconcile():
    ofac = FORMATS["ofac-csv"].read(SHARED / "ofac" / "sdn.csv")
    ships = [n for e in ofac.entries if e.kind == "vessel" for n in e.numbers.get("imo_number", ())]
    assert (ofac.records, len(ofac.entries), ofac.rejected) == (8976, 8976, 0)
    assert (len(ships), sum(map(is_ship, ships))) == (399, 399)
    un = FORMATS["un-xml"].read(SHARED / "un" / "UN_consolidated.xml")
    assert (un.records, len(un.entries), un.rejected) == (1003, 1003, 0)
