from aml.core.problem import AmlError, Location, Problem, did_you_mean


def test_a_problem_speaks_place_code_message_line_and_hint():
    problem = Problem(
        "CFG002", "unknown key 'x'", Location("a.yml", 3, 5), "did you mean 'y'?", "    x: 1"
    )
    assert str(problem) == (
        "a.yml:3:5: CFG002 unknown key 'x'\n       3 |     x: 1\n    hint: did you mean 'y'?"
    )


def test_a_ledger_place_is_a_record():
    assert str(Location("l.csv", record=7)) == "l.csv: record 7"


def test_an_error_carries_every_problem():
    problems = [Problem("A", "one"), Problem("B", "two")]
    assert AmlError(problems).problems == tuple(problems)
    assert str(AmlError(problems)) == "A one\nB two"


def test_names_the_closest_word_or_the_few_there_are():
    assert did_you_mean("ammount", ["amount", "currency"]) == "did you mean 'amount'?"
    assert did_you_mean("zzz", ["html", "pdf"]) == "known: html, pdf"
    assert did_you_mean("zzz", [f"name_{n}" for n in range(30)]) == ""
