import pytest

from aml.report.goaml import order_of
from tests.report.goaml.filings import PROFILES, profile_of


@pytest.fixture(scope="session")
def fius(tmp_path_factory):
    """Both profiles with their orders, by name, written to a folder as a user would."""
    folder = tmp_path_factory.mktemp("profiles")
    profiles = {name: profile_of(folder, name) for name in PROFILES}
    return {name: (profile, order_of(profile)) for name, profile in profiles.items()}
