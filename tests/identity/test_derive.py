import pytest

from aml.identity import create_number_key
from aml.store import Store


@pytest.mark.parametrize(
    "spelling", ["ES91 2100 0418", "es91-2100-0418", "ES91.2100/0418", "ES9121000418"]
)
def test_a_number_has_one_spelling(spelling):
    with Store() as store:
        create_number_key(store)
        key = store.value("SELECT number_key($spelling)", {"spelling": spelling})
    assert key == "ES9121000418"
