from hypothesis import given
from hypothesis import strategies as st

from aml.store import Store
from aml.store.quoting import identifier, literal, literals

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(texts)
def test_any_text_comes_back_as_itself(text):
    with Store() as store:
        assert store.value(f"SELECT {literal(text)}") == text


@given(texts.filter(bool))
def test_any_name_names_one_column(name):
    with Store() as store:
        assert store.describe(f"SELECT 1 AS {identifier(name)}") == [(name, "INTEGER")]


def test_a_list_of_texts():
    assert literals(["a", "b'c"]) == "('a', 'b''c')"
