import pytest

from aml.identity import create_number_key, number_key
from aml.identity.number import imo_digits
from aml.store import Store


@pytest.mark.parametrize(
    "spelling", ["ES91 2100 0418", "es91-2100-0418", "ES91.2100/0418", "ES9121000418"]
)
def test_a_number_has_one_spelling(spelling):
    with Store() as store:
        create_number_key(store)
        key = store.value("SELECT number_key($spelling)", {"spelling": spelling})
    assert key == "ES9121000418"


@pytest.mark.parametrize(
    "spelling", ["9074729", "IMO 9074729", "imo-no. 9074729", "IMO number: 9074729", "IMO#907 4729"]
)
def test_a_ship_has_one_number_in_sql_as_in_python(spelling):
    with Store() as store:
        create_number_key(store)
        key = store.value("SELECT ship_key($spelling)", {"spelling": spelling})
    assert key == imo_digits(spelling) == "9074729"


@pytest.mark.parametrize("text", ["IMO", "IMO 907472", "ES91 2100 0418", "IMOU 907472-9"])
def test_another_text_keeps_its_letters(text):
    with Store() as store:
        create_number_key(store)
        key = store.value("SELECT ship_key($text)", {"text": text})
    assert key == imo_digits(text) == number_key(text)
