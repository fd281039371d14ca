"""Field 86 of MT940 and MT942, information to the account owner, in the dialects of banks.

German banks write a code of the transaction and numbered pieces (`166?00GUTSCHRIFT?20EREF+…`),
Dutch ones words between slashes (`/EREF/…/IBAN/…/NAME/…`), others text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aml.ledger.message.plain_text import first_of, rejoined, squeezed, unwrapped

#: Characters of a full line of field 86, of its first one where `:86:` counts, and of a ?-piece.
_LINE, _FIRST, _PIECE = 65, 61, 27
_NUMBERED = re.compile(r"([0-9]{3})([?<>^~])(?=[0-9]{2})")
_LABEL = re.compile(
    r"((?:EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP|IBAN|BIC)\+|MTLG:)"
)
_SLASHED = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|PREF|MARF|CSID|CNTP|ORDP|BENM|ADDR|ISDT|PURP|ULTC|ULTD|RTRN"
    r"|NRTX|TRCD|SVCL|ID)/"
)
_LIKE_IBAN = re.compile(r"([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})(?:\s+(.*))?")
#: Pieces that are no text begin so: words and numbers of the booking, the other party.
_NO_TEXT = "013"
_NO_REFERENCE = ("NONREF", "NOTPROVIDED")


@dataclass(frozen=True, slots=True)
class Details:
    """What field 86 says: the text, the other party, its account and bank, a reference.

    `code` is the German code of the transaction (GVC) of three digits.
    """

    text: str = ""
    name: str = ""
    account: str = ""
    bank: str = ""
    reference: str = ""
    code: str = ""


def details_of(lines: Sequence[str]) -> Details:
    """What the lines of field 86 say."""
    if not lines:
        return Details()
    first = lines[0] if len(lines[0]) == _FIRST else rejoined(lines[:1], _LINE)
    text = first + rejoined(lines[1:], _LINE)
    numbered = _NUMBERED.match(text)
    if numbered:
        return _of_pieces(numbered[1], numbered[2], text[numbered.end(2) - 1 :])
    words = _SLASHED.split(text)
    if text.startswith("/") and len(words) > 1:
        return _of_words(dict(zip(words[1::2], words[2::2], strict=True)), text)
    return _of_text(lines[0], text)


def reference_of(text: str) -> str:
    """A reference, or nothing where the text says that there is none."""
    text = squeezed(text)
    return "" if text in _NO_REFERENCE else text


def _of_pieces(code: str, mark: str, text: str) -> Details:
    """The German dialect: text in ?20 to ?29 and on in ?60, bank ?30, account ?31, name ?32 ?33."""
    split = re.split(rf"{re.escape(mark)}([0-9]{{2}})", text)
    pieces = list(zip(split[1::2], split[2::2], strict=True))
    known = dict(pieces)
    texts = [piece for key, piece in pieces if key[0] not in _NO_TEXT]
    labels = _LABEL.split(rejoined(texts, _PIECE))
    labelled = dict(zip(labels[1::2], labels[2::2], strict=True))
    return Details(
        text=squeezed(labels[0] + _told(labelled)) or squeezed(known.get("00", "")),
        name=unwrapped((known.get("32", ""), known.get("33", "")), _PIECE),
        account=squeezed(known.get("31", "") or labelled.get("IBAN+", "")),
        bank=squeezed(known.get("30", "") or labelled.get("BIC+", "")),
        reference=first_of([reference_of(labelled.get(key, "")) for key in ("EREF+", "KREF+")]),
        code=code,
    )


def _told(labelled: Mapping[str, str]) -> str:
    """The labelled texts but those with a column of their own; the purpose needs no label."""
    own = ("EREF+", "KREF+", "IBAN+", "BIC+")
    return " ".join(
        text if label == "SVWZ+" else f" {label}{text}"
        for label, text in labelled.items()
        if label not in own
    )


def _of_words(known: Mapping[str, str], text: str) -> Details:
    """The Dutch dialect: CNTP holds account, bank, name and city of the other party."""
    account, bank, name, *_ = [*known.get("CNTP", "").split("/"), "", "", ""]
    told = known.get("REMI", "").removeprefix("USTD//").strip("/ ")
    return Details(
        text=squeezed(told or text),
        name=squeezed(known.get("NAME", "").strip("/ ") or name),
        account=squeezed(known.get("IBAN", "").strip("/ ") or account),
        bank=squeezed(known.get("BIC", "").strip("/ ") or bank),
        reference=first_of(
            [reference_of(known.get(key, "").strip("/ ")) for key in ("EREF", "PREF")]
        ),
        code="1" if "SEPA" in known.get("TRTP", "").upper() else "",
    )


def _of_text(line: str, text: str) -> Details:
    """No dialect: an IBAN that begins the text is the other party's, with its name behind."""
    found = _LIKE_IBAN.fullmatch(line.strip())
    if not found:
        return Details(text=squeezed(text))
    return Details(text=squeezed(text), account=found[1], name=squeezed(found[2] or ""))
