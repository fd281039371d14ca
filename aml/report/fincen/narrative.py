"""The narrative in the form's blocks: five of at most 4,000 characters, 17,000 together.

Blocks end between sentences. FinCEN drops line breaks, so there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aml.core.filing import Filing
from aml.report.fincen.party import Element
from aml.report.sentence import fitted

#: The schema's fifth block is described as characters 16,001 to 17,000.
LIMIT = 17_000
BLOCK = 4_000
BLOCKS = 5
_STEP = 250


def narrative(filing: Filing) -> Iterator[Element]:
    """The blocks of a filing's narrative, numbered from 1."""
    for number, text in enumerate(_fitting(filing), 1):
        yield {
            "ActivityNarrativeSequenceNumber": str(number),
            "ActivityNarrativeText": text,
        }


def _fitting(filing: Filing) -> list[str]:
    """As much as fits: where sentences do not fall well into blocks, a little less."""
    for limit in range(LIMIT, BLOCK, -_STEP):
        found = list(blocks(fitted(filing, limit, BLOCK)))
        if len(found) <= BLOCKS:
            return found
    return list(blocks(fitted(filing, BLOCK, BLOCK)))


def blocks(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences joined into texts of at most 4,000 characters."""
    held = ""
    for sentence in sentences:
        if held and len(held) + 1 + len(sentence) > BLOCK:
            yield held
            held = ""
        held = f"{held} {sentence}" if held else sentence
    if held:
        yield held
