"""What the agreement of two names is worth: the one rule, for scans and for questions at a desk.

A name scores by how much it says, then by what else agrees or differs, 0.99 at most. A person's
own sign is the birth date, a ship's its number.
"""

from __future__ import annotations

from aml.store import Store

#: 0.90 for eight letters of a firm's own, or three words of a person; 0.80 for four letters, or two
#: words; 0.60 for less, or for a person's name that customers of two birth dates bear.
_NAME_WORTH = """
    CREATE OR REPLACE TEMP MACRO name_worth(is_person, words, letters, is_shared) AS CASE
        WHEN is_person AND is_shared THEN 0.60
        WHEN is_person THEN CASE WHEN words >= 3 THEN 0.90 WHEN words = 2 THEN 0.80 ELSE 0.60 END
        ELSE CASE WHEN letters >= 8 THEN 0.90 WHEN letters >= 4 THEN 0.80 ELSE 0.60 END
    END"""
#: +0.20 for the same birth date, -0.50 for another birth year or another ship's number; +0.08 for
#: the same country, -0.10 for another; less what the spelling lacks of full agreement.
_NAME_SCORE = """
    CREATE OR REPLACE TEMP MACRO name_score(worth, similarity, is_sign_same, is_sign_other, is_country_same) AS
    CAST(least(0.99, worth - (1 - similarity)
        + CASE WHEN is_sign_same THEN 0.20 WHEN is_sign_other THEN -0.50 ELSE 0 END
        + CASE WHEN is_country_same THEN 0.08 WHEN NOT is_country_same THEN -0.10 ELSE 0 END
    ) AS DECIMAL(18, 6))"""  # noqa: E501

#: Whether something beside the name agrees, and no birth date or ship's number speaks against it.
_IS_AIDED = """
    CREATE OR REPLACE TEMP MACRO is_aided(is_sign_same, is_sign_other, is_country_same) AS
    coalesce(is_sign_same, FALSE)
    OR coalesce(is_country_same, FALSE) AND NOT coalesce(is_sign_other, FALSE)"""
#: Whether the agreement of two names counts. The same words do; a near spelling from 0.88 on, and
#: beside a country from 0.82 (near.py). Initials count beside a country, and all beside a birth
#: date.
_NAME_COUNTS = """
    CREATE OR REPLACE TEMP MACRO name_counts(method, similarity, is_sign_same, is_sign_other, is_country_same) AS
    CASE method
        WHEN 'name' THEN TRUE
        WHEN 'part' THEN coalesce(is_sign_same, FALSE)
        WHEN 'initials' THEN is_aided(is_sign_same, is_sign_other, is_country_same)
        ELSE similarity >= 0.88 OR coalesce(is_sign_same, FALSE)
            OR similarity >= 0.82 AND is_aided(is_sign_same, is_sign_other, is_country_same)
    END"""  # noqa: E501


def create_scores(store: Store) -> None:
    """Let SQL say `name_worth(…)`, `name_score(…)`, `is_aided(…)` and `name_counts(…)`."""
    for macro in (_NAME_WORTH, _NAME_SCORE, _IS_AIDED, _NAME_COUNTS):
        store.run(macro)
