"""What tests of the store share: an empty ledger of a bank in the United States."""

import pytest

from aml.store import Store
from aml.store.schema import create_schema


@pytest.fixture
def store():
    with Store() as opened:
        create_schema(opened)
        opened.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        yield opened
