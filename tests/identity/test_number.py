import pytest

from aml.identity import is_container, is_ship


@pytest.mark.parametrize("number", ["CSQU3054383", "MSKU4054382", "TEMU7054386"])
def test_a_container_ends_in_its_check_digit(number):
    assert is_container(number)
    wrong = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
    assert not any(is_container(other) for other in wrong)


@pytest.mark.parametrize("number", ["9074729", "9112234", "9300013"])
def test_a_ship_ends_in_its_check_digit(number):
    assert is_ship(number)
    wrong = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
    assert not any(is_ship(other) for other in wrong)


def test_other_shapes_are_no_numbers():
    assert not is_container("CSQX3054383")
    assert not is_container("CSQU305438")
    assert not is_ship("90747290")
    assert not is_ship("907472A")
