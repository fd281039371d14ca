from datetime import date, datetime
from decimal import Decimal
from tests.ledger.conftest import entries, told
def show(r, desk):
    print("totals",[ (t.currency,t.records_in,t.records_loaded,t.records_rejected,t.records_duplicate,t.unparseable,str(t.amount_in)) for f in r.files for t in f.totals])
    for x in r.rejections: print(x)
    for p in r.problems: print(p)
    for row in desk.store.rows("select file_id,source_row,transaction_id,account_id,booked_at,booked_on,direction,amount,currency,amount_base,channel,counterparty_name from transactions order by all"): print(row)
def test_a(desk):
    desk.give(entries("T1,A1,2026-03-02,credit,100.00,USD","T1,A1,2026-03-02,credit,100.00,USD","T2,A1,2026-03-02,debit,1.2345,USD,x",'T3,A1,2026-03-03,debit,"1\n",USD','T4,"A1\nx",2026-03-03,debit,1,USD',"T5,A1,2026-13-02,debit,1,USD","T6,A1,2026-03-02,debit,1,USX","T6,A1,2026-03-02,debit,1","T7,A1,2026-03-02,debit,1,USD"))
    show(desk.read(),desk)
def test_b(desk):
    desk.give("junk\nmore\n"+entries("T1,A1,2026-03-02,credit,100.00,USD","T2,A1,2026-03-02,debit,1.2345,USD,x",'T4,"A1\nx",2026-03-03,debit,1,USD',"T6,A1,2026-03-02,debit,1","T7,A1,2026-03-02,debit,1,USD"),profile=desk.profile("table: any\nformat: {skip_lines: 2}"))
    show(desk.read(),desk)
def test_c(desk):
    desk.give(entries('T1,"A1,2026-03-02,credit,100.00,USD',"T2,A1,2026-03-02,debit,1.2345,USD","T7,A1,2026-03-02,debit,1,USD",'T8,"A1",2026-03-02,debit,1,USD'))
    show(desk.read(),desk)
def test_d(desk):
    desk.give(entries('T1,A1,2026-03-02,credit,100.00,USD',"T2,A1,2026-03-02,debit,1.2345,USD",'T7,"A1,2026-03-02,debit,1,USD','T8,A1,2026-03-02,debit,1,USD'))
    show(desk.read(),desk)
