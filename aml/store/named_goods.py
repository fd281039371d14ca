"""The derived table named_goods: debits that name goods of a basket or a precursor.

One row a debit and term: basket, category, term, kind (`word`, `merchant`, `name`, `cas`, `hs`,
`keyword`) and is_ambiguous. Words are those of basket_terms; the rest are precursors, whose
category is the precursor_id. A word stands between signs that are neither letters nor figures, in
the text or in the name of the other side; a plural ending (`s`, `es`) may follow. Case does not
matter.

A name or number of a precursor is ambiguous where it is sold for ordinary uses (`is_common`) or is
not of Table I of the United Nations convention of 1988; so is a code of the Harmonized System,
which covers many substances, and a keyword.
"""

from __future__ import annotations

import re
from pathlib import Path

from aml.store.connection import Store
from aml.store.derived import Derived

_SQL = Path(__file__).with_name("named_goods.sql")
#: A pattern that matches nothing.
_NOTHING = r"[^\s\S]"
#: A code of the Harmonized System is read after these words only: six figures alone are no code.
_HS = r"\b(?:hs|cn|taric)(?:[ -]?code)?[ .:]*([0-9]{4}[ .]?[0-9]{2})"

#: A term in the spelling of the texts: small letters, signs as spaces, one space between words.
_KEY = "trim(translate(lower({}), ',;/.:()+&\"', '          '))"

_TERMS = f"""
    SELECT DISTINCT term FROM (
        SELECT {_KEY.format("term")} AS term FROM basket_terms WHERE kind = 'word'
        UNION ALL
        SELECT {_KEY.format("name")} FROM precursors
        UNION ALL
        SELECT cas_number FROM precursors
        UNION ALL
        SELECT {_KEY.format("unnest(keywords)")} FROM precursors
    ) WHERE length(term) > 0 ORDER BY length(term) DESC, term"""


def _build(store: Store) -> None:
    """Find the few texts worth reading in one pass, then read those word by word."""
    terms = [re.escape(term) for (term,) in store.rows(_TERMS)]
    loose = "|".join(term.replace(r"\ ", "[^a-z0-9]+") for term in terms) or _NOTHING
    strict = "|".join(term.replace(r"\ ", " +") for term in terms) or _NOTHING
    has_codes = store.value("SELECT count(*) FROM precursors WHERE hs_code IS NOT NULL") > 0
    bound = {
        "any": rf"(?i)\b(?:{loose})" + (rf"|{_HS}" if has_codes else ""),
        # The longest term comes first, so `pill press` is not read as `press`.
        "word": rf"[^a-z0-9-]({strict})(?:e?s)?[^a-z0-9-]",
        "code": _HS,
    }
    sql = _SQL.read_text(encoding="utf-8")
    store.run(f"CREATE OR REPLACE TEMP MACRO term_key(term) AS {_KEY.format('term')}")
    store.run(f"CREATE TEMP TABLE named_goods AS {sql}", bound)


NAMED_GOODS = Derived("named_goods", ("transactions",), ("basket_terms", "precursors"), _build)
