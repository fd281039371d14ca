from aml.core.vocabulary import FLAG_REASONS
from aml.report.terms import flag_reason
from tests.screening.ledgers import rows_of


def test_alerts_name_a_reason_in_the_words_of_reports():
    found = dict(rows_of("flag_reasons", "reason, words"))
    assert found == {reason: flag_reason(reason) for reason in FLAG_REASONS}
    assert found["front_suspect"] == "suspected front"
