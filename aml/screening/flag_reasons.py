"""The derived table flag_reasons: the words for the reason of a flag, as reports write them."""

from __future__ import annotations

from aml.core.vocabulary import FLAG_REASON_WORDS
from aml.store import Derived, Store


def _build(store: Store) -> None:
    store.run("CREATE TEMP TABLE flag_reasons (reason VARCHAR, words VARCHAR)")
    store.insert("flag_reasons", ("reason", "words"), list(FLAG_REASON_WORDS.items()))


FLAG_REASONS = Derived("flag_reasons", (), (), _build)
