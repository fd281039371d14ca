"""Every kind of mistake in a scenario file: its code, its line and column, and a way out.

One table a part of the file. A kind that is new stands here first.
"""

import re
from pathlib import Path

import pytest

import aml.scenario
from aml.scenario.check import check, check_mutations
from aml.scenario.load import load, load_folder
from aml.scenario.lock import Locked
from tests.scenario.files import TEXT, place, problems_of, shown, spoilt, with_sql, write
from tests.scenario.test_mutants import patterned

_SET = TEXT[TEXT.index("  - id: shops") : TEXT.index("\nsql: |")].rstrip() + "\n"
#: Each kind: (what is changed, into what), the code, the words where it stands in the changed file,
#: words of the message or the hint.
YAML = {
    "a tab": (("stage: placement", "stage:\n\tplacement"), "CFG001", "\tplacement", "not tabs"),
    "a bracket that stays open": (("references: [a law]", "references: [a law"), "CFG001", ": [a shop]", "bracket"),
    "a quote that stays open": (('why: "large, in the base currency"', 'why: "large, in the base currency'), "CFG001", '"large, in', "quote"),
    "a line indented too far": (("stage: placement", "  stage: placement"), "CFG001", ": placement", ""),
    "a line indented too little": (("  base: 30\n", " base: 30\n"), "CFG001", ":\n    - {when", "begin in one column"),
    "a colon in a text": (("title: Large cash", "title: Large: cash"), "CFG001", ": cash", "quotes"),
    "a value that points elsewhere": (("references: [a law]\nfalse_positives: [a shop]", "references: &r [a law]\nfalse_positives: *r"), "CFG006", "&r [a law]", "write it out"),
    "a key twice": (("version: 1\n", "version: 1\nversion: 2\n"), "CFG007", "version: 2", "delete one"),
    "a text for a mapping": (("score:\n", "score: high\nscores:\n"), "CFG003", "high\nscores", "`key: value` lines"),
}  # fmt: skip
FORM = {
    "an unknown key": (("author:", "autor: x\nauthor:"), "CFG002", "autor: x", "'author'"),
    "of a parameter": (("why: one is", "wy: x, why: one is"), "CFG002", "wy: x", "'why'"),
    "of the score": (("  base: 30", "  bass: 1\n  base: 30"), "CFG002", "bass: 1", "'base'"),
    "of a score line": (("as: count, label: Three", "az: x, as: count, label: Three"), "CFG002", "az: x", "known: as, label"),
    "of an evidence line": (("recompute: count()", "recompute: count(), bass: x"), "CFG002", "bass: x", ""),
    "of filing": (("  goaml:", "  goml: x\n  goaml:"), "CFG002", "goml: x", "'goaml'"),
    "of a filing code": (("{code: 1/114,", "{cod: x, code: 1/114,"), "CFG002", "cod: x", "'code'"),
    "of a test": (("  - name: one cent", "  - nam: x\n    name: one cent"), "TST003", "nam: x", ""),
    "of a threshold set": (("{min_items: 5}", "{min_item: 5}"), "SCN011", "min_item: 5", "'min_items'"),
    "a key twice": (("version: 1\n", "version: 1\nversion: 2\n"), "CFG007", "version: 2", ""),
    "a missing key": (("stage: placement\n", ""), "CFG005", "id: demo", ""),
    "a list for a text": (("title: Large cash deposits of one account", "title: [a, b]"), "CFG004", "[a, b]", ""),
    "no whole number": (("version: 1\n", "version: 1.5\n"), "CFG004", "1.5", ""),
    "no date": (("created: 2026-03-01", "created: 1 March"), "CFG004", "1 March", "YYYY-MM-DD"),
    "a text with a colon": (("[a law]", "[a: law]"), "CFG004", "[a: law]", "quotes"),
    "a word not listed": (("stage: placement", "stage: placemnt"), "CFG004", "placemnt", "'placement'"),
    "a wrong id": (("id: demo", "id: Demo-1"), "SCN001", "Demo-1", "lower-case"),
    "another file's id": (("id: demo", "id: other"), "SCN001", "other", ""),
    "a wrong typology": (("typology: S01", "typology: S1"), "SCN003", "S1\nstage", "S01"),
    "sql in quotes": (("sql: |\n  SELECT account_id", "sql: 'SELECT 1'\nnotes: |\n  SELECT account_id"), "SCN004", "'SELECT 1'", "`sql: |`"),
    "not portable, no reason": (("\nsql: |", "\nportable: false\n\nsql: |"), "SCN005", "false\n\nsql", ""),
    "not tunable, no reason": (("why: one is ordinary", "why: one is ordinary, tunable: false"), "SCN005", "false}", ""),
    "a default out of range": (("default: 2,", "default: 1,"), "SCN010", "1, range", ""),
    "a default of another type": (("default: 2,", "default: 2.5,"), "SCN010", "2.5", "a whole number"),
    "no range": (("range: [2, 50]", "range: [2]"), "SCN010", "[2]", ""),
    "a set out of range": (("{min_items: 5}", "{min_items: 500}"), "SCN010", "500}", "a count from 2 to 50"),
    "a set that lacks its reason": (("    reason: takings of a day\n", ""), "CFG005", "id: shops", "add `reason:`"),
    "a set of the name of no set": (("id: shops", "id: default"), "SCN016", "default\n", "lower-case"),
    "a set twice": (("threshold_sets:\n", "threshold_sets:\n" + _SET.replace("version: 3", "version: 2").replace("retail", "private")), "SCN016", "id: shops\n    version: 3", "alerts name"),
    "a set that changes nothing": (("{min_items: 5}", "{}"), "SCN016", "{}", "name a parameter"),
    "a set of version nought": (("version: 3", "version: 0"), "CFG004", "0\n    reason", "one more"),
    "a set for nobody in particular": (("{segment: [retail], jurisdiction: [US]}", "{}"), "SCN017", "{}", "leave `when` out"),
    "a set by what nobody knows": (("segment: [retail]", "segmnt: [retail]"), "SCN017", "segmnt", "'segment'"),
    "a set of vessels": (("focus: account", "focus: vessel"), "SCN017", "segment: [retail]", "leave `when` out"),
    "a set of no country": (("jurisdiction: [US]", "jurisdiction: [usa]"), "SCN017", "[usa]", "two capital letters"),
    "a set that nobody reaches": (("threshold_sets:\n", "threshold_sets:\n" + _SET.replace("shops", "all").replace(", jurisdiction: [US]", "")), "SCN018", "id: shops", "the narrower one first"),
    "two headlines": (("from: context, basis: coord", "headline: true, from: context, basis: coord"), "SCN021", "farthest: {", ""),
    "an unreadable expression": (("when: items >= 3, points", "when: items >=, points"), "SCN022", "items >=,", ""),
    "code in an expression": (("points: 20", "points: items.real"), "SCN022", "items.real", ""),
    "no FinCEN code": (("8/821", "structuring"), "SCN023", "structuring,", "1/114"),
    "codes as a text": (("fincen: [8/821, {code: 1/114, when: items >= 3}]", "fincen: 8/821"), "SCN023", "8/821", ""),
    "key terms too long for the form": (("[Funnel Account]", f"[{'long ' * 12}]"), "SCN023", "[long", "SAR"),
    "one of two key terms too long": (("[Funnel Account]", "[Funnel Account, {term: FENTANYL FIN-2024-A002, when: items >= 3}, {term: FIN-2023-HUMANSMUGGLING, when: items < 3}, TBML, IVTS, BMPE]"), "SCN023", "[Funnel", "SAR"),
    "a key term nobody asks for": (("[Funnel Account]", "[Funel Account]"), "SCN023", "Funel", "'Funnel Account'"),
    "a conditional key term nobody asks for": (("[Funnel Account]", "[{term: 'TBLM', when: items >= 3}]"), "SCN023", "TBLM", "'TBML'"),
    "a key term's condition unreadable": (("[Funnel Account]", "[{term: TBML, when: items >=}]"), "SCN022", "items >=}", ""),
    "a key term without its condition": (("[Funnel Account]", "[{term: TBML}]"), "CFG005", "{term: TBML}", "when"),
    "a key term with another key": (("[Funnel Account]", "[{term: TBML, when: items >= 3, of: x}]"), "CFG002", "of: x", ""),
    "a tag of goAML without its condition": (("[STRUCT]", "[{tag: TF}]"), "CFG005", "{tag: TF}", "when"),
    "a tag of goAML in a list of lists": (("[STRUCT]", "[[TF]]"), "CFG004", "[TF]", "such as"),
    "key terms as a mapping": (("[Funnel Account]", "{term: TBML, when: items >= 3}"), "SCN023", "{term: TBML", "such as"),
    "a list among the key terms": (("[Funnel Account]", "[[TBML]]"), "SCN023", "[TBML]", "known"),
    "an unknown table": (("    transactions: |\n      transaction_id | account_id | booked_on  | amount  | channel     | direction\n      T1             | A1         | 2026-03-02 | 6000.00 | cash_teller | debit", "    transaction: |\n      transaction_id | account_id\n      T1 | A1"), "TST003", "transaction: |", "'transactions'"),
    "an unknown column": (("    alerts: |\n      account_id | score", "    customers: |\n      customer_id | nam\n      C1 | x\n    alerts: |\n      account_id | score"), "TST003", "customer_id | nam", "'name'"),
    "a row too short": (("A1         | 2     | 10000.00   | 30    | T1 T2", "A1 | 2"), "TST004", "A1 | 2", ""),
    "rows in quotes": (("    alerts: |\n      account_id | score\n      A1         | 50", "    alerts: 'A1'"), "TST004", "'A1'", ""),
    "a test without alerts": (("    alerts: |\n      account_id | score\n      A1         | 50\n", ""), "CFG005", "name: three", "alerts: none"),
    "an unknown type": (("{type: count,", "{type: cout,"), "CFG004", "cout,", "'count'"),
    "an unknown focus": (("focus: account", "focus: acount"), "CFG004", "acount", "'account'"),
    "no score": (("score:\n  base: 30\n  add:\n", "score:\n  add:\n"), "CFG005", "add:\n", "add `base:`"),
    "no evidence": (("evidence:\n", "proof:\n"), "CFG002", "proof:", ""),
    "references without a word": (("references: [a law]", "references:"), "CFG004", "references:", "at least one"),
    "no references": (("references: [a law]", "references: []"), "CFG004", "[]", "at least one"),
    "an empty reference": (("references: [a law]", "references: ['']"), "CFG004", "['']", "at least one"),
    "no reason": (("why: one is ordinary", "why: ''"), "CFG004", "''}", "`why:`"),
    "neither true nor false": (("headline: true", "headline: yes"), "CFG004", "yes}", "true or false"),
    "a basis of a cited line": (("recompute: count()", "recompute: count(), basis: all"), "CFG002", "basis: all", "has `recompute`"),
    "a recompute of a context line": (("basis: coord", "recompute: count(), basis: coord"), "CFG002", "recompute: count(), basis", "has `basis`"),
    "a misspelt recompute": (("recompute: count()", "recompte: count()"), "CFG002", "recompte", "'recompute'"),
    "a code that is not listed": (("{code: 1/114,", "{code: 1/14,"), "SCN023", "{code: 1/14", "1/114"),
    "a test without a header": (("    alerts: |\n      account_id | score\n      A1         | 50", "    alerts: |\n\n"), "TST004", None, "column | column"),
    "a column that no alert has": (("account_id | items | total_base", "account_id | itms | total_base"), "TST003", "account_id | itms", "'items'"),
    "no test at all": ((TEXT[TEXT.index("tests:"):], ""), "TST005", "id: demo", ""),
    "no boundary": (("boundary: true\n    transactions: |\n      transaction_id | account_id | booked_on  | amount  | channel     | direction\n      T1             | A1         | 2026-03-02 | 5000.00 | cash_teller | credit\n      T2             | A1         | 2026-03-04 | 4999.99", "boundary: false\n    transactions: |\n      transaction_id | account_id | booked_on  | amount  | channel     | direction\n      T1             | A1         | 2026-03-02 | 5000.00 | cash_teller | credit\n      T2             | A1         | 2026-03-04 | 4999.99"), "TST005", "tests:", "just outside"),
}  # fmt: skip
PARTS = {
    "a measure without evidence": (("  farthest: {label: Farthest from home, as: km, from: context, basis: coordinates of branch and home}\n", ""), "SCN020", "farthest\n  FROM", "the measure farthest has no evidence line"),
    "evidence without a measure": (("count(*) AS items,", "count(*) AS item,"), "SCN020", "items: {label", "'item'"),
    "money that is a count": (("items: {label: Deposits, as: count", "items: {label: Deposits, as: money"), "SCN020", "items: {label", "which is no money"),
    "a ratio that is money": (("total_base: {label: Total, as: money, from: cited, recompute: sum(amount_base), headline: true}", "total_base: {label: Total, as: date, from: cited, recompute: sum(amount_base)}"), "SCN020", "total_base: {label", "which is no date"),
    "another first column": (("SELECT account_id, min(booked_on) AS window_start,", "SELECT min(booked_on) AS window_start, account_id,"), "SCN012", "window_start, account_id", "so it is account_id"),
    "another focus": (("focus: account", "focus: customer"), "SCN012", "account_id, min", "so it is customer_id"),
    "no window": (("min(booked_on) AS window_start, ", ""), "SCN012", "account_id, max", "lacks window_start"),
    "a window that is no date": (("max(booked_on) AS window_end", "max(amount_base) AS window_end"), "SCN012", "window_end,", "lacks window_end"),
    "no records": (("list_sort(list(transaction_id)) AS transaction_ids, ", ""), "SCN012", "account_id, min", "list_sort(list(transaction_id))"),
    "records that are no list": (("list_sort(list(transaction_id)) AS transaction_ids", "min(transaction_id) AS transaction_ids"), "SCN012", "transaction_ids", "not a list of ids"),
    "a column twice": (("count(*) AS items,", "count(*) AS items, count(*) AS items,"), "SCN012", "items,\n", "stands twice"),
    "a parameter not declared": (("amount_base >= $min_amount", "amount_base >= $min_amout"), "SCN011", "$min_amout", "'$min_amount'"),
    "a parameter that nothing uses": (("HAVING count(*) >= $min_items", "HAVING count(*) >= 2"), "SCN013", "min_items: {type", "remove it"),
    "a table that is no table": (("requires: [cash_entries]", "requires: [cash_entrys]"), "SCN014", "requires", "'cash_entries'"),
    "a column that a table lacks": (("requires: [cash_entries]", "requires: [transactions.amout]"), "SCN014", "requires", "transactions.amout"),
    "a score of nothing": (("when: items >= 3, points", "when: itms >= 3, points"), "SCN024", "itms >= 3", "'items'"),
    "points that name no measure": (("when: items >= 3, points", "when: min_items >= 3, points"), "SCN024", "min_items >= 3", "`branches >= 2`"),
    "a code's condition on nothing": (("{code: 1/114, when: items >= 3}", "{code: 1/114, when: itms >= 3}"), "SCN024", "itms >= 3}]", "'items'"),
    "a currency that is no measure": (("as: km, from: context", "as: km, currency: itms, from: context"), "SCN021", "farthest: {label", "'items'"),
    "a headline in a currency of its own": (("headline: true", "headline: true, currency: items"), "SCN021", "total_base: {label", "base currency"),
    "a headline that is no money": (("recompute: count()}", "recompute: count(), headline: true}"), "SCN021", "true}\n  total_base", "money"),
    "a function that recomputes nothing": (("recompute: count()", "recompute: number()"), "SCN022", "number()", "no function number()"),
    "a column that no record has": (("recompute: sum(amount_base)", "recompute: sum(amount_bas)"), "SCN022", "amount_bas)", "'amount_base'"),
    "a measure instead of a column": (("recompute: count()", "recompute: items + 1"), "SCN022", "items + 1", "neither function nor column"),
    "a narrative of nothing": (("{{ items }} deposits", "{{ itms }} deposits"), "SCN025", "itms }}", "'items'"),
    "a narrative that accuses": (("{{ items }} deposits", "{{ items }} criminal deposits"), "SCN026", "criminal dep", "accuses: 'criminal'"),
    "a narrative that is no template": (("{{ items }} deposits", "{{ items deposits"), "SCN025", None, "is no template"),
    "context in the first paragraph": (("{{ items }} deposits", "{{ farthest }} km, {{ items }} deposits"), "SCN025", "farthest }}", "'farthest', which is context"),
    "a basis of nothing": (("basis: coordinates of branch and home", 'basis: "{{ where }}"'), "SCN025", "where }}", "the basis uses 'where'"),
    "a filter that there is none of": (("total_base | money", "total_base | mony"), "SCN025", None, "filters: money"),
    "a fact in a condition of the narrative": (("The account's home is near.", "{% if far %}Far.{% endif %}"), "SCN025", "far %}", "far"),
    "a title that accuses": (("title: Large cash", "title: Illegal cash"), "SCN026", "title:", "'Illegal'"),
    "a label that accuses": (("label: Deposits,", "label: Illicit deposits,"), "SCN026", "items: {label", "'Illicit'"),
    "a tag's condition on nothing": (("[STRUCT]", "[{tag: TF, when: itms >= 3}]"), "SCN024", "itms >= 3}", "'items'"),
    "a key term's condition on nothing": (("[Funnel Account]", "[{term: TBML, when: itms >= 3}]"), "SCN024", "itms >= 3}", "'items'"),
    "points that name nothing": (("points: 20", "points: 20 * itms"), "SCN024", "itms", "'items'"),
    "a table that is read and not required": (("requires: [cash_entries]", "requires: [customers]"), "SCN015", "cash_entries\n  WHERE", "add 'cash_entries' to requires"),
}  # fmt: skip
TESTS = {
    "a row that differs": (("A1         | 2     | 10000.00", "A1         | 2     | 10000.01"), "TST001", "A1         | 2     | 10000.01", "got A1 | 2 | 10000"),
    "an alert that nobody expects": (("2026-03-04 | 4999.99", "2026-03-04 | 5000.00"), "TST001", "name: one cent less", "expected no alerts"),
    "a cell of another type": (("2026-03-04 | 4999.99", "2026-03-04 | many"), "TST004", None, "amounts as 100.00"),
    "a figure that the rows do not give": (("recompute: count()", "recompute: count() + 1"), "TST002", "name: two large", "SCN040 at "),
    "a fact that is absent in an alert": (("  The account's home is near.", "  The home is {{ farthest | number }} km away."), "TST002", "name: two large", "SCN041 at "),
    "a value that does not fit": (("max(home_km) AS farthest", "CAST(count(*) * 999 * 999 * 999 AS DECIMAL(9, 1)) AS farthest"), "TST002", "name: two large", "SQL001 at "),
    "a row without its window": (("min(booked_on) AS window_start", "CAST(NULL AS DATE) AS window_start"), "TST002", "name: two large", "SCN030 at "),
    "a record that does not exist": (("list_sort(list(transaction_id)) AS transaction_ids", "list_sort(list(concat('X', transaction_id))) AS transaction_ids"), "TST002", "name: two large", "SCN032 at "),
    "two episodes of one transaction": (("  HAVING count(*) >= $min_items\n", "  HAVING count(*) >= $min_items\n  UNION ALL\n  SELECT account_id, max(booked_on), max(booked_on), list_sort(list(transaction_id)), count(*), sum(amount_base), max(home_km)\n  FROM cash_entries WHERE direction = 'credit' GROUP BY account_id HAVING count(*) >= $min_items\n"), "TST002", "name: two large", "SCN031 at "),
}  # fmt: skip
FROM = "FROM cash_entries"
#: Of SQL: the SQL, the code, the words where it stands, words of the message or the hint.
SQL = {
    "a typo": ("SELECT account_id FORM cash_entries", "SQL001", "cash_entries", "syntax error"),
    "nothing": ("-- later", "SQL002", "-- later", "0 statements"),
    "a second statement": (f"SELECT 1 {FROM}; SELECT 2", "SQL002", "SELECT 2", "2 statements"),
    "a second statement that writes": ("SELECT 1; DROP TABLE transactions", "SQL002", "DROP", "one SELECT"),
    "ATTACH": ("ATTACH 'x.db'", "SQL002", "ATTACH", "ATTACH"),
    "COPY out": ("COPY transactions TO 'x.csv'", "SQL002", "COPY", "COPY"),
    "COPY onto the ledger itself": ("COPY transactions TO 'run.duckdb' (use_tmp_file false)", "SQL002", "COPY", "only reads"),
    "EXPLAIN of a write": ("EXPLAIN ANALYZE COPY transactions TO 'x.csv'", "SQL002", "EXPLAIN", "EXPLAIN"),
    "EXPLAIN": (f"EXPLAIN SELECT 1 {FROM}", "SQL002", "EXPLAIN", "EXPLAIN"),
    "PRAGMA": ("PRAGMA database_list", "SQL002", "PRAGMA", "only reads"),
    "SET": ("SET threads = 1", "SQL002", "SET", "SET"),
    "CALL": ("CALL pragma_version()", "SQL002", "CALL", "CALL"),
    "INSTALL": ("INSTALL httpfs", "SQL002", "INSTALL", "LOAD"),
    "CREATE": ("CREATE TABLE x AS SELECT 1", "SQL002", "CREATE", "CREATE"),
    "DROP": ("DROP TABLE transactions", "SQL002", "DROP", "DROP"),
    "PIVOT as a statement": ("PIVOT cash_entries ON direction USING count(*)", "SQL002", "PIVOT", "only reads"),
    "SHOW": ("SHOW TABLES", "SQL002", "SHOW", "SHOW"),
    "DESCRIBE": ("DESCRIBE transactions", "SQL002", "DESCRIBE", "DESCRIBE"),
    "SUMMARIZE": ("SUMMARIZE transactions", "SQL002", "SUMMARIZE", "SUMMARIZE"),
    "DESCRIBE inside": ("SELECT * FROM (DESCRIBE transactions)", "SQL002", "transactions", "DESCRIBE"),
    "a DELETE that poses as a SELECT": ("WITH gone AS (DELETE FROM transactions RETURNING account_id)\nSELECT account_id FROM gone", "SQL002", "transactions", "DELETE inside"),
    "an INSERT that poses as a SELECT": ("WITH x AS (INSERT INTO agents SELECT * FROM agents RETURNING agent_id)\nSELECT agent_id FROM x", "SQL002", "agents", "INSERT inside"),
    "an UPDATE that poses as a SELECT": ("WITH x AS (UPDATE transactions SET amount = 0 RETURNING account_id)\nSELECT account_id FROM x", "SQL002", "transactions", "UPDATE inside"),
    "a grammar of its own": ("WITH x AS (COPY agents TO 'x.csv') SELECT 1", "SQL003", None, "portable grammar"),
    "read_csv": ("SELECT * FROM read_csv('/etc/passwd')", "SQL004", "read_csv", "canonical tables"),
    "read_text": ("SELECT content FROM read_text('/etc/passwd')", "SQL004", "read_text", "table function"),
    "glob": ("SELECT * FROM glob('/*')", "SQL004", "glob", "table function"),
    "query": ("SELECT * FROM query('SELECT 1')", "SQL004", "query", "table function"),
    "a file as a table": ("SELECT * FROM '/etc/passwd'", "SQL004", "'/etc", "no table"),
    "a file hidden behind its own name": ("WITH \"x.csv\" AS (SELECT * FROM \"x.csv\")\nSELECT * FROM \"x.csv\"", "SQL004", '"x.csv")', "no table"),
    "a name that stands further down": ("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM agents)\nSELECT * FROM a", "SQL004", "b)", "no table"),
    "the database's own tables": ("SELECT * FROM information_schema.tables", "SQL004", "information_schema", "no table"),
    "a misspelt table": ("SELECT * FROM cash_entrys", "SQL004", "cash_entrys", "'cash_entries'"),
    "LIMIT": (f"SELECT account_id {FROM} ORDER BY account_id LIMIT 5", "SQL005", "5", "lose alerts"),
    "OFFSET": (f"SELECT account_id {FROM} ORDER BY account_id OFFSET 5", "SQL005", "5", "lose alerts"),
    "a sample": (f"SELECT account_id {FROM} USING SAMPLE 10", "SQL005", "10", "lose alerts"),
    "TABLESAMPLE": (f"SELECT account_id {FROM} TABLESAMPLE 10%", "SQL005", "10", "lose alerts"),
    "list() without sort": (f"SELECT list(transaction_id) {FROM}", "SQL006", "list(", "list_sort(list(…))"),
    "list() ordered inside": (f"SELECT list_sort(list(transaction_id ORDER BY booked_on)) {FROM}", "SQL006", "list(", "list_sort"),
    "a list window": (f"SELECT list_sort(list(account_id) OVER (ORDER BY booked_on)) {FROM}", "SQL006", "list(", "list_sort"),
    "first": (f"SELECT first(account_id) {FROM}", "SQL006", "first", "min or max"),
    "any_value": (f"SELECT any_value(account_id) {FROM}", "SQL006", "account_id", "min or max"),
    "arg_max": (f"SELECT arg_max(account_id, amount) {FROM}", "SQL006", "account_id", "min or max"),
    "DISTINCT ON": (f"SELECT DISTINCT ON (account_id) booked_on {FROM}", "SQL006", "account_id", "any row"),
    "POSITIONAL JOIN": ("SELECT * FROM agents POSITIONAL JOIN branches", "SQL006", "branches", "order of rows"),
    "rowid": ("SELECT rowid FROM transactions", "SQL006", "rowid", "chance"),
    "the place in the file": ("SELECT source_row FROM transactions", "SQL006", "source_row", "chance"),
    "row_number without order": (f"SELECT row_number() OVER (PARTITION BY account_id) {FROM}", "SQL006", "row_number", "without an order"),
    "lag over a named window without order": (f"SELECT lag(amount) OVER w {FROM} WINDOW w AS (PARTITION BY account_id)", "SQL006", "lag", "without an order"),
    "avg": (f"SELECT avg(amount) {FROM}", "SQL007", "avg", "median and mad"),
    "avg over DOUBLE": (f"SELECT avg(CAST(amount AS DOUBLE)) {FROM}", "SQL007", "avg", "floats"),
    "a cast to DOUBLE": (f"SELECT sum(amount::DOUBLE) {FROM}", "SQL007", "amount", "DECIMAL"),
    "stddev": (f"SELECT stddev(amount) {FROM}", "SQL007", "stddev", "floats"),
    "random": (f"SELECT random() {FROM}", "SQL008", "random", "not on the list"),
    "now": (f"SELECT now() {FROM}", "SQL008", "now", "not on the list"),
    "today": (f"SELECT today() {FROM}", "SQL008", "today", "today()"),
    "current_date": (f"SELECT current_date {FROM}", "SQL008", "current_date", "current_date()"),
    "current_timestamp": (f"SELECT account_id, current_timestamp {FROM}", "SQL008", "current_timestamp", "not on the list"),
    "uuid": (f"SELECT uuid() {FROM}", "SQL008", "uuid", "not on the list"),
    "a setting": (f"SELECT current_setting('threads') {FROM}", "SQL008", "current_setting", "not on the list"),
    "the environment": (f"SELECT getenv('HOME') {FROM}", "SQL008", "getenv", "not on the list"),
    "COLUMNS": (f"SELECT COLUMNS(*) {FROM}", "SQL008", "COLUMNS", "not on the list"),
    "unnest": (f"SELECT unnest([1, 2]) {FROM}", "SQL008", "unnest", "not on the list"),
    "a misspelt function": (f"SELECT upperr(account_id) {FROM}", "SQL008", "upperr", "'upper'"),
    "an uncast quotient": (f"SELECT amount / home_km {FROM}", "SQL009", "amount", "DECIMAL(18, 6)"),
    "a quotient that is compared": (f"SELECT account_id {FROM} WHERE amount / 2 > 1", "SQL009", "amount", "until it is cast"),
    "a literal amount": (f"SELECT account_id {FROM} WHERE amount >= 1000", "SQL010", "1000", "thresholds table"),
    "an amount in quotes": (f"SELECT account_id {FROM} WHERE amount >= CAST('10000' AS DECIMAL(18, 4))", "SQL010", "'10000'", "thresholds table"),
    "an exponent": (f"SELECT account_id {FROM} WHERE amount >= 1e4", "SQL010", "1e4", "thresholds table"),
    "a product that may overflow": (f"SELECT amount * home_km {FROM}", "SQL012", "amount", "DECIMAL(28, 4)"),
    "a recursive CTE": ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r", "SQL011", "r AS (SELECT", "a recursive CTE does not run"),
    "an ASOF join": ("SELECT a.account_id FROM cash_entries AS a ASOF JOIN cash_lines AS b ON a.account_id = b.account_id AND a.booked_on >= b.booked_on", "SQL011", "cash_lines", "an ASOF join does not run"),
    "PIVOT": ("SELECT * FROM (SELECT direction FROM cash_entries) PIVOT (count(*) FOR direction IN ('credit', 'debit'))", "SQL011", "count(*) FOR", "PIVOT does not run"),
    "a lambda": ("SELECT account_id -> '$.a' FROM cash_entries", "SQL011", "account_id ->", "a lambda does not run"),
    "GROUP BY ALL": ("SELECT account_id, count(*) FROM cash_entries GROUP BY ALL", "SQL011", "GROUP BY ALL", "GROUP BY ALL does not run"),
    "EXCLUDE": ("SELECT * EXCLUDE (amount) FROM cash_entries", "SQL011", "* EXCLUDE", "EXCLUDE does not run"),
    "a DISTINCT window": ("SELECT count(DISTINCT place_id) OVER (PARTITION BY account_id) FROM cash_entries", "SQL011", "count(DISTINCT", "a DISTINCT window does not run"),
    "extract(epoch or dow)": ("SELECT extract(dow FROM booked_on) FROM cash_entries", "SQL011", "booked_on", "extract(epoch or dow) does not run"),
    "a column that there is none of": ("SELECT acount_id FROM cash_entries", "SQL001", "acount_id", "'account_id'"),
    "a column of an alias": ("SELECT c.acount_id FROM cash_entries AS c", "SQL001", "c.acount_id", "account_id"),
    "a group that lacks a column": (f"SELECT account_id, place_id, count(*) {FROM} GROUP BY account_id", "SQL001", "place_id", ""),
    "a small float": (f"SELECT sum(amount * 1e-3) {FROM}", "SQL007", "1e-3", "0.001"),
}  # fmt: skip
PATTERN = {
    "an unknown key of a pattern": (("  hit:", "  hits: x\n  hit:"), "CFG002", "hits: x", "'hit'"),
    "what is no SQL": (("hit: so_far >= $min_items", "hit: so_far >= >= $min_items"), "PAT001", "so_far >= >=", "one SQL expression"),
    "nothing that a window measures": (("so_far: count()", "so_far: cont()"), "PAT002", "cont()", "'count'"),
    "a window of no parameter": (("  window: window", "  window: windw"), "PAT003", "windw", "'window'"),
    "a name twice": (("episode: {items", "episode: {so_far: max(so_far), items"), "PAT004", "so_far: max", "choose another"),
    "a column misspelt": (("total_base: sum(amount_base)", "total_base: sum(amout_base)"), "SQL001", "amout_base", "amount_base"),
    "a measure misspelt": (("episode: {items:", "episode: {itms:"), "SQL001", "items: {label", "itms"),
    "both kinds of logic": (("\npattern:", "\nsql: |\n  SELECT 1\n\npattern:"), "SCN004", "|\n  SELECT 1", "keep one"),
    "a parameter not declared": (("hit: so_far >= $min_items", "hit: so_far >= $min_itms"), "SCN011", "$min_itms", "'$min_items'"),
    "a float in a pattern": (("total_base: sum(amount_base)", "total_base: avg(amount_base)"), "SQL007", "avg", "median"),
}  # fmt: skip


def meets(text, found, expected):
    """Whether one problem has the code and the place, says the words, and shows a way out."""
    code, needle, words = expected
    start = max(text.find("sql: |"), 0) if code.startswith("SQL") else 0
    for problem in found:
        at = shown(problem)
        if needle is not None and at != (code, place(text, needle, start)):
            continue
        if problem.code == code and words in f"{problem.message} {problem.hint}":
            assert problem.hint, str(problem)
            assert problem.location.line
            assert problem.location.column
            assert problem.excerpt == text.splitlines()[problem.location.line - 1].rstrip()
            return True
    return False


FILES = {**YAML, **FORM, **PARTS, **TESTS}


@pytest.mark.parametrize("kind", FILES)
def test_a_mistake_has_its_place_and_a_way_out(tmp_path, kind):
    change, *expected = FILES[kind]
    text = spoilt(*change)
    found = problems_of(tmp_path, text)
    assert meets(text, found, expected), [str(problem) for problem in found]


@pytest.mark.parametrize("kind", SQL)
def test_a_mistake_of_the_sql_has_its_place_and_a_way_out(tmp_path, kind):
    sql, *expected = SQL[kind]
    text = with_sql(sql)
    found = problems_of(tmp_path, text)
    assert meets(text, found, expected), [str(problem) for problem in found]


@pytest.mark.parametrize("kind", PATTERN)
def test_a_mistake_of_a_pattern_has_its_place_and_a_way_out(tmp_path, kind):
    change, *expected = PATTERN[kind]
    text = patterned()
    assert text.count(change[0]) == 1
    text = text.replace(*change)
    found = problems_of(tmp_path, text)
    assert meets(text, found, expected), [str(problem) for problem in found]


def test_bytes_that_are_no_text_have_a_way_out(tmp_path):
    path = write(tmp_path, TEXT)
    path.write_bytes(b"id: \xff\xfe")
    (problem,) = load(path).problems
    assert (problem.code, problem.hint) == ("CFG001", "save it as UTF-8")


def test_an_empty_file_has_a_way_out(tmp_path):
    (problem,) = load(write(tmp_path, "")).problems
    assert (problem.code, problem.hint) == ("CFG001", "write its keys, one a line")


def test_two_files_of_one_id_have_a_way_out(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, TEXT)
    (problem,) = [problem for item in load_folder(tmp_path) for problem in item.problems]
    assert shown(problem) == ("SCN002", place(TEXT, "id: demo"))
    assert problem.hint == "rename one of the files, with its id"


def test_what_the_lock_says_has_its_place_and_a_way_out(tmp_path):
    loaded = load(write(tmp_path, TEXT))
    digest = loaded.scenario.digest
    for lock, code, needle in (
        ({}, "SCN050", "version: 1"),
        ({"demo": Locked(1, "0" * 64)}, "SCN051", "version: 1"),
        ({"demo": Locked(1, digest)}, "SCN052", "tests:"),
    ):
        (problem,) = check(loaded, lock).problems
        assert shown(problem) == (code, place(TEXT, needle))
        assert "aml scenario lock" in problem.hint
        assert problem.excerpt


def test_a_change_that_no_test_notices_has_its_place_and_a_way_out(tmp_path):
    text = spoilt("2026-03-04 | 4999.99 |", "2026-03-04 | 4999.98 |")
    (problem,) = check_mutations(load(write(tmp_path, text), "demo.yml"))
    assert shown(problem) == ("MUT001", place(text, "5000.00, range"))
    assert "one at 4999.99" in problem.hint
    assert "min_amount:" in problem.excerpt


def test_every_code_of_a_scenario_file_stands_here():
    """Reference tables (REF) are files of their own, with tests of their own."""
    code = re.compile(r'"((?!REF|RUN)[A-Z]{3}\d{3})"')
    rooms = Path(aml.scenario.__file__).parent
    said = {
        c for path in rooms.glob("*.py") for c in code.findall(path.read_text(encoding="utf-8"))
    }
    here = Path(__file__).read_text(encoding="utf-8")
    assert {found for found in said if found not in here} == set()
