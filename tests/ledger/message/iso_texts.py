"""Small ISO 20022 messages of our own, in the spellings of old and new versions."""

import io

from aml.ledger.message.iso_xml import parts


def fields_of(part):
    """The texts of a part of a message by their paths."""
    held = io.BytesIO(f"<BkToCstmrStmt>{part}</BkToCstmrStmt>".encode())
    return next(parts(held, "camt")).fields


def camt(entries, version="08", kind="053", head="", tail=""):
    """A message with one statement of an account in euros."""
    message, statement = {
        "053": ("BkToCstmrStmt", "Stmt"),
        "052": ("BkToCstmrAcctRpt", "Rpt"),
        "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[kind]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">\n'
        f"<{message}><GrpHdr><MsgId>M1</MsgId></GrpHdr>\n<{statement}><Id>S1</Id>"
        "<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy>"
        f"<Ownr><Nm>Own Firm</Nm></Ownr></Acct>\n{head}\n{entries}\n{tail}</{statement}>\n"
        f"</{message}></Document>\n"
    )


def balance(kind, amount, side="CRDT"):
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>"
    )


def entry(amount="10.00", side="CRDT", details="", more="", status="<Sts><Cd>BOOK</Cd></Sts>",
          booked="<BookgDt><Dt>2026-03-02</Dt></BookgDt>", ref="", code=""):  # fmt: skip
    """An entry; `details` stand in NtryDtls, `more` between direction and status."""
    bank_ref = f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else ""
    return (
        f"<Ntry><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{more}{status}{booked}"
        f"<ValDt><Dt>2026-03-03</Dt></ValDt>{bank_ref}{code}"
        f"{f'<NtryDtls>{details}</NtryDtls>' if details else ''}</Ntry>\n"
    )


def code(domain, family, subfamily):
    return (
        f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{subfamily}</SubFmlyCd>"
        "</Fmly></Domn></BkTxCd>"
    )


def payment(amount="", side="", name="Ann Lee", e2e="E1", role="Dbtr", old=False, more=""):
    """A payment of an entry with one party, spelt as until version 6 or as since."""
    stated = f"<Amt Ccy='EUR'>{amount}</Amt>" if amount else ""
    way = f"<CdtDbtInd>{side}</CdtDbtInd>" if side else ""
    party = f"<Nm>{name}</Nm>" if old else f"<Pty><Nm>{name}</Nm></Pty>"
    return (
        f"<TxDtls><Refs><EndToEndId>{e2e}</EndToEndId></Refs>{stated}{way}"
        f"<RltdPties><{role}>{party}</{role}></RltdPties>{more}</TxDtls>"
    )


def transfer(n=1, amount="100.00", uetr="", more=""):
    """A payment between banks or of an order, with both parties."""
    reference = f"<UETR>{uetr}</UETR>" if uetr else ""
    return (
        f"<CdtTrfTxInf><PmtId><InstrId>I{n}</InstrId><EndToEndId>E{n}</EndToEndId><TxId>T{n}</TxId>"
        f"{reference}</PmtId><IntrBkSttlmAmt Ccy='EUR'>{amount}</IntrBkSttlmAmt>"
        f"<InstgAgt><FinInstnId><BICFI>SENDDEFF</BICFI></FinInstnId></InstgAgt>"
        f"<Dbtr><Nm>Payer {n}</Nm><PstlAdr><Ctry>MX</Ctry></PstlAdr></Dbtr>"
        f"<DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>"
        f"<DbtrAgt><FinInstnId><BICFI>DEUTDEFF</BICFI></FinInstnId></DbtrAgt>"
        f"<CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>021000021</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>"
        f"<Cdtr><Nm>Payee {n}</Nm></Cdtr>"
        f"<CdtrAcct><Id><Othr><Id>77-{n}</Id></Othr></Id></CdtrAcct>{more}"
        f"<RmtInf><Ustrd>Invoice</Ustrd><Ustrd>{n}</Ustrd></RmtInf></CdtTrfTxInf>\n"
    )


def pacs(*transfers, head="<IntrBkSttlmDt>2026-03-02</IntrBkSttlmDt>", message="M1"):
    """A message between banks, without the document around it."""
    return (
        f"<FIToFICstmrCdtTrf><GrpHdr><MsgId>{message}</MsgId>{head}</GrpHdr>\n"
        f"{''.join(transfers)}</FIToFICstmrCdtTrf>"
    )
