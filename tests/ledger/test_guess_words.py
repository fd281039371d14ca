"""Headers in seven languages, and lines of totals."""

import pytest

from aml.ledger.guess_words import columns_by_header, totals_word


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Booking Date", "booked_on"), ("BookingDate", "booked_on"), ("Buchungstag", "booked_on"),
        ("Date d'opération", "booked_on"), ("Fecha operación", "booked_on"),
        ("Boekdatum", "booked_on"), ("Data contabile", "booked_on"),
        ("Wertstellung", "value_on"), ("Date valeur", "value_on"),
        ("IBAN", "account_id"), ("Auftragskonto", "account_id"), ("Rekeningnummer", "account_id"),
        ("Gegenkonto", "counterparty_account"), ("Tegenrekening", "counterparty_account"),
        ("Beneficiary Account", "counterparty_account"), ("Kontonummer/IBAN", "counterparty_account"),
        ("Partner Name", "counterparty_name"), ("Auftraggeber/Empfänger", "counterparty_name"),
        ("Währung", "currency"), ("Devise", "currency"), ("Soll", "debit"), ("Haben", "credit"),
        ("D/C", "direction"), ("DebitCredit", "direction"), ("Betrag", "amount"),
        ("Importe", "amount"), ("Verwendungszweck", "remittance_text"),
        ("Libellé", "remittance_text"), ("Running balance", "balance"), ("Account#2", "account_id"),
        ("ACCT_NUM", "account_id"), ("Acc. No.", "account_id"), ("A/C No", "account_id"),
        ("TXN_DT", "booked_on"), ("POST_DT", "booked_on"), ("VAL_DATE", "value_on"),
        ("TRAN_AMT", "amount"), ("TRAN_CCY", "currency"), ("CCY_CD", "currency"),
        ("CR_DR_IND", "direction"), ("TRAN_ID", "transaction_id"), ("BENEF_NAME", "counterparty_name"),
        ("TXN_DESC", "remittance_text"), ("Withdrawal Amt.", "debit"), ("Running Bal", "balance"),
        ("Conta", "account_id"), ("Data do lançamento", "booked_on"), ("Valor", "amount"),
        ("Moeda", "currency"), ("Histórico", "remittance_text"),
        ("from_account_id", "payer_account"), ("Receiver_account", "payee_account"),
    ],
)  # fmt: skip
def test_a_header_tells_its_column(header, column):
    assert columns_by_header([header]) == {column: [header]}


def test_other_words_tell_nothing():
    assert columns_by_header(["Is Laundering", "Zebulon", "", "7"]) == {}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Total;;5", "Total"), (";;;Summe;5", ";;;Summe"), ('"Closing balance",5', '"Closing balance'),
        ("Zebulon Quixley;;5", ""), ("Totally;5", ""), ("", ""),
    ],
)  # fmt: skip
def test_lines_of_totals(line, word):
    assert totals_word(line) == word
