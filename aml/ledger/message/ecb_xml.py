"""Euro reference rates as the European Central Bank's XML: a Cube a day, in it one a currency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from aml.ledger.message.ecb_rates import COLUMNS, day_rates, no_base
from aml.ledger.message.iso_xml import parts
from aml.ledger.message.record import MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Profile


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """A record for each day and currency; a second rate of one of them is one refused.

    Raises:
        Unreadable: the file is no XML of rates, or has none of the institution's currency.
    """
    days, made = 0, 0
    published: dict[str, str] = {}
    for cube in parts(file, "ecb_xml"):
        told = cube.attributes
        if told.get("currency") in published:
            yield Record({}, refused="LDG060")
        elif "currency" in told:
            published[told["currency"]] = told.get("rate", "")
        elif "time" in told:
            days += 1
            for record in day_rates(told["time"], published, profile.base_currency):
                made += 1
                yield record
            published = {}
    if published:
        raise Unreadable("a rate stands in no day")
    if days and not made:
        raise no_base(profile.base_currency)


FORMATS = {
    "ecb_xml": MessageFormat(
        kind="ecb_xml",
        title="Euro reference rates of the ECB as XML",
        shape="records",
        columns=COLUMNS,
        read=read,
    )
}
