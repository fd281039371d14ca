"""A file is known by its first bytes, whatever its name is."""

import pytest

from aml.ledger.guess_kind import guess_kind

_XML = b'<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:%s"><%s><x/>'


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PAR1\x15\x04", "parquet"),
        (_XML % (b"camt.053.001.08", b"BkToCstmrStmt"), "camt"),
        (b"\xef\xbb\xbf" + _XML % (b"camt.054.001.02", b"BkToCstmrDbtCdtNtfctn"), "camt"),
        (_XML % (b"pacs.008.001.08", b"FIToFICstmrCdtTrf"), "pacs008"),
        (_XML % (b"pain.001.001.09", b"CstmrCdtTrfInitn"), "pain001"),
        (b"<html>", ""),
        (b"{1:F01BANKDEFFXXXX0000000000}{2:I103BANKUS33XXXXN}{4:\n:20:X", "mt103"),
        (b"{1:F01BANKDEFFXXXX0000000000}{2:O9401157BANK}{4:\n:20:X", "mt940"),
        (b"ABNANL2A\r\n940\r\n:20:X\r\n:25:1\r\n:60F:C260301EUR1,\r\n", "mt940"),
        (b"\xef\xbb\xbf:20:X\r\r\n:60M:C260301EUR1,", "mt940"),
        (b":20:X\n:32A:260301EUR1,\n", "mt103"),
        (b"01,122099999,123456789,260301,0200,1,,,2/\n02,1,2,1,260301,,,/\n", "bai2"),
        (b"101 " + b"0" * 90 + b"\n5200", "nacha"),
        (b"101 " + b"0" * 90 + b"5200", "nacha"),
        (b"{1500}30        T {1510}1000{1520}2026", "fedwire"),
        (b"account,date\nA,2026-03-01\n", ""),
        (":60F:C260301EUR1,\n".encode("utf-16"), "mt940"),
        (":60F:C260301EUR1,\n".encode("utf-16-be"), "mt940"),
        ((_XML % (b"camt.053.001.08", b"BkToCstmrStmt")).decode().encode("utf-16"), "camt"),
    ],
)
def test_first_bytes(head, kind):
    assert guess_kind(head) == kind
