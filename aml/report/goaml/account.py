"""Accounts of a filing as drafts, with who holds them and who signs."""

from __future__ import annotations

from aml.core.filing import FiledAccount, FiledParty, Filer
from aml.report.goaml.draft import Draft, clean
from aml.report.goaml.party import coded, entity, instant, person, spelled
from aml.report.goaml.profile import Profile

_ASKS = {
    "institution_name": "institution", "institution_code": "bic", "swift": "bic",
    "account": "number", "branch": "branch", "currency_code": "currency", "iban": "iban",
    "personal_account_type": "kind", "account_type": "kind", "opened": "opened_on",
    "status_code": "status",
}  # fmt: skip
_FILER_ASKS = {
    "institution_name": ("filer", "name"), "institution_code": ("filer", "swift"),
    "swift": ("filer", "swift"),
}  # fmt: skip
_PARTY_ASKS = {
    "account_name": "name", "client_number": "customer_number", "signatory": "signatory 1.name",
}  # fmt: skip


def account_of(party: FiledParty, number: str) -> FiledAccount:
    """The account of a party that has a number; one of that number where it is not described."""
    held = (account for account in party.accounts if number in (account.number, account.iban))
    return next(held, None) or FiledAccount(number)


def is_at_filer(party: FiledParty, account: FiledAccount) -> bool:
    """Whether the filer keeps the account."""
    return party.is_customer and not account.institution and not account.bic


def account(profile: Profile, filer: Filer, party: FiledParty, held: FiledAccount) -> Draft:
    """An account with its holder: of the filer, or of another institution."""
    is_own = is_at_filer(party, held)
    draft = Draft(party.ref, asks=_asks(party, held))
    draft.put("institution_name", filer.name if is_own else held.institution)
    bic = filer.swift if is_own else held.bic
    if is_own and not bic:
        draft.put("institution_code", filer.entity_id)
    draft.put("swift", bic)
    draft.put("branch", held.branch or (filer.branch if is_own else ""))
    draft.put("account", held.number)
    draft.put("currency_code", coded(profile, "currency", held.currency))
    draft.put("account_name", spelled(profile, party.name))
    draft.put("iban", held.iban)
    customer = (i.number for i in party.identifications if i.kind == "customer")
    draft.put("client_number", next(customer, ""))
    draft.put("personal_account_type", coded(profile, "account_type", held.kind))
    _people(profile, party, draft, is_own=is_own)
    draft.put("opened", instant(held.opened_on))
    draft.put("closed", instant(held.closed_on))
    if is_own:
        draft.put("status_code", coded(profile, "account_status", _status(held)))
    parts = (held.number, held.institution, held.bic, held.country)
    draft.note = "account as recorded: " + ", ".join(clean(part) for part in parts if part)
    return draft


def _asks(party: FiledParty, held: FiledAccount) -> dict[str, str | tuple[str, str]]:
    """The fields of a worklist: an account is named by its place among those of the party."""
    place = party.accounts.index(held) + 1 if held in party.accounts else 0
    whose = f"account_{place}" if place else "account"
    own: dict[str, str | tuple[str, str]] = {**(_FILER_ASKS if is_at_filer(party, held) else {})}
    if party.kind == "unknown":
        # Whether a person signs for their own account is not known before the kind is.
        own["signatory"] = "kind"
    return {**_PARTY_ASKS, **{name: f"{whose}.{field}" for name, field in _ASKS.items()}, **own}


def _status(held: FiledAccount) -> str:
    return "closed" if held.closed_on else "open"


def _people(profile: Profile, party: FiledParty, draft: Draft, *, is_own: bool) -> None:
    """The holder: a person signs for an account of their own, others sign for an entity's."""
    if party.kind == "person":
        draft.add("signatory", _signatory(profile, party, "owner"))
        return
    if party.kind == "entity" and party.name:
        holder = entity(profile, party)
        holder.is_kept = is_own
        draft.add("t_entity", holder)
    for related in party.people:
        if related.role == "signatory":
            draft.add("signatory", _signatory(profile, related.party, "signatory"))


def _signatory(profile: Profile, party: FiledParty, role: str) -> Draft:
    draft = Draft(party.ref)
    # The schema fixes the word; `true` is refused where the XSD says fixed="1".
    draft.put("is_primary", "1")
    draft.add("t_person", person(profile, party))
    draft.put("role", coded(profile, "account_role", role))
    return draft
