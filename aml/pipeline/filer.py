"""The section [filing] of aml.toml: who files, and under which numbers."""

from __future__ import annotations

from aml.config import Section
from aml.core.filing import NO_FILER, US_DEADLINES, Deadlines, Filer, PostalAddress, ReportingPerson

_TEXTS = (
    "name", "tax_number", "tax_number_type", "regulator", "organisation_type", "phone",
    "contact_office", "contact_phone", "transmitter_name", "transmitter_tax_number",
    "transmitter_contact", "control_code", "entity_id", "branch", "swift", "fincen_xsd",
    "goaml_profile",
)  # fmt: skip
_ADDRESS = ("street", "city", "state", "postal_code", "country")
#: Ten years: more is a slip of the pen.
_MOST_DAYS = 3650
_PERSON = ("first_name", "last_name", "phone", "email", "occupation")


def read_filer(top: Section) -> Filer:
    """The filer; empty where the workspace says nothing, which a filing then asks for."""
    section = top.section("filing")
    if section is None:
        return NO_FILER
    texts = {name: section.text(name, "") for name in _TEXTS}
    texts["fincen_letters"] = section.choice("fincen_letters", ("", "ascii"), "")
    address = _texts(section, "address", _ADDRESS)
    person = _texts(section, "person", _PERSON)
    deadlines = _deadlines(section)
    section.close()
    return Filer(
        **texts,
        address=PostalAddress(**address),
        person=ReportingPerson(**person),
        deadlines=deadlines,
    )


def _deadlines(section: Section) -> Deadlines | None:
    """The days that the workspace sets; what it leaves out is as in the United States."""
    inner = section.section("deadlines")
    if inner is None:
        return None
    days = {
        name: inner.integer(name, usual)
        for name, usual in (
            ("known", US_DEADLINES.known),
            ("unknown", US_DEADLINES.unknown),
            ("continuing", US_DEADLINES.continuing),
        )
    }
    for name, value in days.items():
        if not 1 <= value <= _MOST_DAYS:
            inner.wrong(name, f"'{name}' is no number of days: '{value}'", "1 to 3650")
    inner.close()
    return Deadlines(**days)


def _texts(section: Section, name: str, fields: tuple[str, ...]) -> dict[str, str]:
    inner = section.section(name)
    if inner is None:
        return {}
    found = {field: inner.text(field, "") for field in fields}
    inner.close()
    return found
