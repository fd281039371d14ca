import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml.store import Store
from aml.store.quoting import identifier, literal, literals

calm = settings(deadline=None, max_examples=50)
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def store():
    with Store() as opened:
        yield opened


@calm
@given(text=texts)
def test_any_text_comes_back_as_itself(store, text):
    assert store.value(f"SELECT {literal(text)}") == text


@calm
@given(name=texts.filter(bool))
def test_any_name_names_one_column(store, name):
    assert store.describe(f"SELECT 1 AS {identifier(name)}") == [(name, "INTEGER")]


def test_a_list_of_texts():
    assert literals(["a", "b'c"]) == "('a', 'b''c')"
