"""Field 86 in the dialects of banks."""

from aml.ledger.message.mt940_details import Details, details_of


def test_german_pieces_go_on_where_they_are_full_and_end_a_word_where_not():
    lines = [
        "166?00GUTSCHRIFT?20EREF+EndToEndIdTFNR20004000?2101?22SVWZ+Rent f",
        "or?23March?24MREF+M1?30COBADEFF?31DE89370400440532013000?32Maximi",
        "lian Mustermann?33Junior?34171?60paid late",
    ]
    assert details_of(lines) == Details(
        text="Rent for March MREF+M1 paid late",
        name="Maximilian Mustermann Junior",
        account="DE89370400440532013000",
        bank="COBADEFF",
        reference="EndToEndIdTFNR2000400001",
        code="166",
    )


def test_a_name_of_more_than_one_piece_is_one_name():
    name = "?32Gesellschaft fuer Bruecken ?33und Strassenbau mbH"
    assert details_of([f"166?20SVWZ+x{name}"]).name == (
        "Gesellschaft fuer Bruecken und Strassenbau mbH"
    )
    broken = "?32Gesellschaft fuer Brueckenb?33au mbH"
    assert details_of([f"166?20SVWZ+x{broken}"]).name == "Gesellschaft fuer Brueckenbau mbH"


def test_german_references_that_say_there_is_none_are_none():
    assert details_of(["166?20EREF+NOTPROVIDED?21KREF+K7?22SVWZ+x"]).reference == "K7"
    assert details_of(["166?20EREF+NONREF?22SVWZ+x"]).reference == ""


def test_german_iban_and_bic_may_stand_in_the_text():
    found = details_of(["105?20SVWZ+x IBAN+DE89370400440532013000?21BIC+COBADEFF"])
    assert (found.text, found.account, found.bank) == (
        "x", "DE89370400440532013000", "COBADEFF",
    )  # fmt: skip


def test_a_booking_without_text_has_its_words():
    assert details_of(["808?00ENTGELT?106666"]) == Details(text="ENTGELT", code="808")


def test_dutch_words():
    lines = [
        "/TRTP/SEPA OVERBOEKING/IBAN/NL86INGB0002445588/BIC/INGBNL2A/NAME/J",
        ".P. de Vries/REMI/Factuur 17/EREF/E17",
    ]
    assert details_of(lines) == Details(
        "Factuur 17", "J.P. de Vries", "NL86INGB0002445588", "INGBNL2A", "E17", "1"
    )


def test_dutch_words_that_hold_the_other_party_in_one():
    line = "/EREF/EV1//CNTP/NL32INGB0000012345/INGBNL2A/ING BANK NV///REMI/USTD//EV1REP1T1//"
    assert details_of([line]) == Details(
        "EV1REP1T1", "ING BANK NV", "NL32INGB0000012345", "INGBNL2A", "EV1"
    )


def test_a_text_that_begins_with_an_iban_names_the_other_party():
    found = details_of(["NL47INGB9999999999 hr g p", "", "Betaling sieraden", ""])
    assert (found.account, found.name) == ("NL47INGB9999999999", "hr g p")
    assert found.text == "NL47INGB9999999999 hr g p Betaling sieraden"


def test_any_other_text_is_a_text():
    for text in ("911 TRANSAKCJA; OD: JAN", "/PT/FT/PY/FEE", "?20x", "123 Main Street 20", ""):
        assert details_of([text]) == Details(text=text)
    assert details_of([]) == Details()
