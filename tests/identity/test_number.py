import pytest

from aml.identity import (
    create_number_key,
    is_bic,
    is_container,
    is_iban,
    is_lei,
    is_mmsi,
    is_ship,
    is_ship_company,
    is_wallet,
    number_key,
    well_formed,
)
from aml.store import Store

SPELLINGS = ["ES91 2100 0418", "es91-2100-0418", "ES91.2100/0418", "IMO 9074729", "ñ-1", ""]


def wrong(number):
    """The number with each other last digit."""
    return [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]


@pytest.mark.parametrize("number", ["CSQU3054383", "MSKU4054382", "TEMU7054386"])
def test_a_container_ends_in_its_check_digit(number):
    assert is_container(number)
    assert not any(is_container(other) for other in wrong(number))


@pytest.mark.parametrize("number", ["9074729", "9112234", "9300013"])
def test_a_ship_ends_in_its_check_digit(number):
    assert is_ship(number)
    assert not any(is_ship(other) for other in wrong(number))


@pytest.mark.parametrize("number", ["5342883", "1790183", "5848165"])
def test_a_company_that_runs_ships_ends_in_its_own_check_digit(number):
    assert is_ship_company(number)
    assert not any(is_ship_company(other) for other in wrong(number))


def test_ship_companies_are_told_as_rigour_tells_them():
    from rigour.ids.imo import IMO

    for number in range(1_000_000, 10_000_000, 7919):
        assert is_ship_company(str(number)) == IMO.is_valid_company(str(number)), number


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_ship, "9074729", ["90747290", "907472A", ""]),
        (is_ship_company, "5342883", ["534288", "53428833", "534288A", "٥٣٤٢٨٨٣"]),
        (is_container, "CSQU3054383", ["CSQX3054383", "CSQU305438"]),
        (is_mmsi, "354123000", ["154123000", "854123000", "35412300", "3541230000", "35412300A"]),
        (is_lei, "529900T8BM49AURSDO55", ["529900T8BM49AURSDO54", "529900T8BM49AURSDO5"]),
        (is_iban, "ES9121000418450200051332", ["ES9121000418450200051331", "XX9121000418"]),
        (is_bic, "BFALPAPAXXX", ["BFALPAP", "BFALXXPA", "BFAL1APA"]),
    ],
)
def test_other_shapes_are_no_numbers(check, good, bad):
    assert check(good)
    assert not any(check(other) for other in bad)


@pytest.mark.parametrize(
    "address",
    [
        "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
        "0x7F367cC41522cE07553e823bf3be79A889DEbe1B",
        "TNuzpoUrkxzqWoKKfU1CAGTGxL6ZLmXPHg",
    ],
)
def test_a_wallet_has_one_of_the_shapes_in_use(address):
    assert is_wallet(address)
    assert not is_wallet(address[:20])
    assert not is_wallet(f"{address}!")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_sql_and_python_spell_a_number_alike(spelling):
    with Store() as store:
        create_number_key(store)
        assert store.value("SELECT number_key($it)", {"it": spelling}) == number_key(spelling)


@pytest.mark.parametrize(
    ("kind", "written", "spelt"),
    [
        ("imo_number", "IMO No. 9074729", "9074729"),
        ("imo_number", "5342883", None),
        ("company_imo", "imo5342883", "5342883"),
        ("mmsi", "354-123-000", "354123000"),
        ("container_number", "csqu 305438-3", "CSQU3054383"),
        ("account_number", " PA-555-001 ", "PA-555-001"),
        ("account_number", "PA55 5001 2345 6789 01", "PA55 5001 2345 6789 01"),
        ("account_number", "ES91 2100 0418 4502 0005 1331", None),
        ("account_number", " - ", None),
        ("registration_number", " AB/1 ", "AB/1"),
        ("document_number", " ", None),
    ],
)
def test_a_number_is_well_formed_by_the_rules_of_its_kind(kind, written, spelt):
    assert well_formed(kind, written) == spelt
