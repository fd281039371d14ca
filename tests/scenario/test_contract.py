"""What the SQL, the evidence, the score and the narrative of a scenario owe each other."""

from tests.scenario.files import TEXT, place, problems_of, shown, spoilt


def test_a_typo_in_a_column_stands_at_its_line_and_column(tmp_path):
    text = spoilt("sum(amount_base) AS total_base,", "sum(amout_base) AS total_base,")
    (problem,) = problems_of(tmp_path, text)
    assert shown(problem) == ("SQL001", place(text, "amout_base) AS"))
    assert "amount_base" in f"{problem.message} {problem.hint}"
    assert problem.excerpt == "      sum(amout_base) AS total_base, max(home_km) AS farthest"


def test_what_is_wrong_with_columns_and_with_names_comes_at_once(tmp_path):
    text = spoilt("count(*) AS items,", "count(*) AS item,").replace(
        "when: items >= 3, p", "when: itms >= 3, p"
    )
    assert [p.code for p in problems_of(tmp_path, text)] == ["SCN020", "SCN024", "SCN020"]


def test_linked_records_alone_will_do(tmp_path):
    text = spoilt(
        "list_sort(list(transaction_id)) AS transaction_ids",
        "list_sort(list(concat('remittances:', transaction_id))) AS linked_ids",
    )
    assert "SCN012" not in {p.code for p in problems_of(tmp_path, text)}


def test_the_small_file_itself_has_no_problem(tmp_path):
    assert problems_of(tmp_path, TEXT) == ()
