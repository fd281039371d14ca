"""Words of headers and cells, in seven languages: what a column probably is. Only a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_OTHER = (
    "counterparty|counter party|partner|beneficiary|beneficiary s|payee|other party|gegenkonto|"
    "gegen|beguenstigter|begunstigter|empfanger|zahlungspflichtiger|auftraggeber|contrepartie|"
    "beneficiaire|tiers|contraparte|beneficiario|ordenante|tegen|tegenpartij|begunstigde|"
    "controparte|ordinante|favorecido"
)
_ACCOUNT = (
    "account|account number|account no|account nr|account id|acct|iban|konto|kontonummer|konto nr|"
    "auftragskonto|compte|numero de compte|n de compte|cuenta|numero de cuenta|rekening|"
    "rekeningnummer|conto|numero conto|numero di conto|conta|numero da conta|a c|a c number"
)
_NAME = "name|nom|nombre|naam|nome"
_BANK = "bic|swift|bic swift code|bank code|blz|bankleitzahl|bank"
#: Whole headers by canonical column, in plain letters. The first column that fits is taken.
_HEADERS: Mapping[str, str] = {
    "booked_on": (
        "date|booking date|posting date|posted date|post date|transaction date|entry date|"
        "book date|"
        "buchungstag|buchungsdatum|buchung|datum|date operation|date d operation|date comptable|"
        "date de comptabilisation|fecha|fecha operacion|fecha de operacion|fecha contable|"
        "boekdatum|boekingsdatum|transactiedatum|data|data operazione|data contabile|"
        "data lancamento|data do lancamento|data movimento|data do movimento|"
        "booking date time|timestamp|ts|booked at|booked on|transaction time|date time"
    ),
    "value_on": (
        "value date|valuta|valutadatum|wertstellung|wertstellungstag|date valeur|date de valeur|"
        "fecha valor|rentedatum|data valuta|data valor|value on"
    ),
    "payer_account": (
        "payer account|from account|from account id|sender account|src account|source account|"
        "debtor account|debtor iban|originator account|nameorig|ordering account"
    ),
    "payee_account": (
        "payee account|to account|to account id|receiver account|dst account|destination account|"
        "creditor account|creditor iban|namedest|target account"
    ),
    "counterparty_account": (
        f"(({_OTHER}) ({_ACCOUNT}))|(({_ACCOUNT}) ({_OTHER}))|bank account|kontonummer iban|"
        "gegenkonto|tegenrekening|tegenrekening iban bban|compte contrepartie|iban counterparty"
    ),
    "counterparty_name": (
        f"(({_OTHER}) ({_NAME}))|(({_NAME}) ({_OTHER}))|{_OTHER}|naam tegenpartij|"
        "beguenstigter zahlungspflichtiger|begunstigter zahlungspflichtiger|"
        "auftraggeber empfanger|naam omschrijving"
    ),
    "counterparty_bank": f"(({_OTHER}) ({_BANK}))|(({_BANK}) ({_OTHER}))|bic|bic swift code",
    "counterparty_country": f"({_OTHER}) (country|land|pays|pais|paese)",
    "account_id": _ACCOUNT,
    "customer_id": "customer|customer id|client id|kundennummer|klantnummer|cif",
    "currency": (
        "currency|currency code|ccy|cur|wahrung|waehrung|devise|monnaie|divisa|moneda|munt|"
        "muntsoort|valuta|payment currency|transaction currency|account currency|moeda"
    ),
    "debit": (
        "debit|debits|debit amount|withdrawal|withdrawals|withdrawal amount|paid out|money out|"
        "soll|belastung|debito|montant debit|debe|cargo|cargos|af|debet|bedrag af|dare|addebiti|"
        "uscite"
    ),
    "credit": (
        "credit|credits|credit amount|deposit|deposits|deposit amount|paid in|money in|"
        "haben|gutschrift|credito|montant credit|haber|abono|abonos|bij|bedrag bij|avere|accrediti|"
        "entrate"
    ),
    "direction": (
        "d c|dc|c d|debit credit|debitcredit|dr cr|cr dr|debit credit indicator|credit debit|"
        "credit debit indicator|cdtdbtind|direction|sign|s h|soll haben|sens|af bij|signo|segno|"
        "type debit credit"
    ),
    "amount": (
        "amount|transaction amount|value|amt|betrag|umsatz|montant|importe|monto|bedrag|importo|"
        "amount paid|booked amount|valor"
    ),
    "status": "status|state|statut|estado|stato",
    "transaction_id": (
        "transaction id|transactionid|tx id|txid|trans id|entry id|booking id|id|"
        "transaction number|transaction no|vorgangsnummer|transactienummer"
    ),
    "reference": (
        "reference|ref|reference number|payment reference|end to end id|referenz|kundenreferenz|"
        "kundenreferenz end to end|referencia|referentie|riferimento|mtcn"
    ),
    "remittance_text": (
        "description|label|details|narrative|memo|text|remittance information|payment details|"
        "verwendungszweck|libelle|libelle operation|motif|concepto|descripcion|omschrijving|"
        "mededelingen|mededeling|descrizione|causale|transaction description|buchungstext|"
        "historico|descricao|lancamento"
    ),
    "clock": "time|booking time|posting time|uhrzeit|heure|hora|tijd|ora",
    #: Taken for `direction` where every cell is a word of one.
    "type": "type|transaction type|entry type|tipo|art|typ",
    "branch_id": "branch|branch id|branch code|filiale|agence|sucursal|filiaal",
    "merchant_category": "mcc|merchant category|merchant category code",
}
_KNOWN = {name: re.compile(f"(?:{words})") for name, words in _HEADERS.items()}
_AMOUNTS = frozenset({"amount", "betrag", "montant", "importe", "bedrag", "importo", "valor"})
#: How core banking systems shorten words.
_SHORT: Mapping[str, str] = {
    **dict.fromkeys(("acct", "acc"), "account"),
    **dict.fromkeys(("txn", "tran", "trans", "trx", "trn"), "transaction"),
    **dict.fromkeys(("num", "no", "nbr", "nr"), "number"),
    **dict.fromkeys(("ccy", "cur", "curr"), "currency"),
    **dict.fromkeys(("benef", "bene", "bnf"), "beneficiary"),
    **dict.fromkeys(("cpty", "ctpty"), "counterparty"),
    "dt": "date", "val": "value", "amt": "amount", "cd": "code", "ind": "indicator", "nm": "name",
    "desc": "description", "dr": "debit", "cr": "credit", "bal": "balance", "ref": "reference",
    "cust": "customer", "br": "branch",
}  # fmt: skip
_BOOKING = re.compile(r"\b(post|book|buchung|boek|contab|comptab)")
#: Headers that tell of a running balance, and how lines below a table begin.
_BALANCE = re.compile(r"(running )?(balance|saldo|kontostand|solde)( .*)?")
_TOTALS = re.compile(
    r"(grand |sub ?)?(totals?|sums?|summen?|gesamt|endsaldo|anfangssaldo|saldo|saldi|solde|balance|"
    r"opening balance|closing balance|opening|closing|totaal|totale|totales|end|records|count)\b",
    re.IGNORECASE,
)
#: Words of directions, in capitals.
DIRECTIONS: Mapping[str, str] = {
    **dict.fromkeys(
        ("D", "DR", "DB", "DBIT", "DEBIT", "DEBITO", "S", "SOLL", "AF", "DEBET", "DEBE", "CARGO",
         "DARE", "OUT", "-"), "debit"),
    **dict.fromkeys(
        ("C", "CR", "CRDT", "CREDIT", "CREDITO", "H", "HABEN", "BIJ", "HABER", "ABONO", "AVERE",
         "IN", "+"), "credit"),
}  # fmt: skip
STATUSES: Mapping[str, str] = {
    **dict.fromkeys(
        ("BOOK", "BOOKED", "POSTED", "COMPLETED", "CLEARED", "SETTLED", "GEBUCHT",
         "UMSATZ GEBUCHT"), "posted"),
    **dict.fromkeys(("PDNG", "PENDING", "VORGEMERKT", "UMSATZ VORGEMERKT"), "pending"),
    **dict.fromkeys(("CANCELLED", "CANCELED"), "cancelled"),
    **dict.fromkeys(("REVERSED", "STORNO", "STORNIERT"), "reversed"),
}  # fmt: skip


def plain_words(text: str) -> str:
    """A text in small plain letters and digits, one blank between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def columns_by_header(headers: Sequence[str]) -> Mapping[str, list[str]]:
    """The headers that may be each canonical column, in the order of the file.

    Beside canonical columns, `debit` and `credit` are amounts of one direction, and `balance` is a
    running balance.
    """
    found: dict[str, list[str]] = {}
    for header in headers:
        # `Account#2` is the second column of that name; DebitCredit is two words.
        name = re.sub(r"#\d+$", "", header)
        words = plain_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
        joined = words.replace(" ", "")
        whole = " ".join(_SHORT.get(word, word) for word in words.split())
        column = next(
            (
                column
                for column, known in _KNOWN.items()
                if any(known.fullmatch(text) for text in (words, joined, whole))
            ),
            "balance" if _BALANCE.fullmatch(whole) else "",
        )
        if column:
            found.setdefault(column, []).append(header)
    return found


def totals_word(line: str) -> str:
    """How a line below a table begins, if it is with a word of totals; otherwise nothing."""
    blanks = re.match(r"[\s\"',;|]*", line)
    before = blanks[0] if blanks else ""
    word = _TOTALS.match(line[len(before) :])
    return before + word[0] if word else ""


def is_of_amounts(header: str) -> bool:
    """Whether a header speaks of amounts."""
    return bool(_AMOUNTS & set(plain_words(header).split()))


def is_of_booking(header: str) -> bool:
    """Whether the header of a day says that it is the one of booking."""
    return bool(_BOOKING.search(plain_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header))))
