"""A digit changed anywhere in a run is found, by whoever could rewrite the manifest's hashes too."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date

import pytest

from aml.core.digest import file_sha256
from aml.core.disposition import Disposition
from aml.core.problem import RunError
from aml.core.progress import Silent
from aml.pipeline import verify as verification
from aml.pipeline.compare import Published, different_documents
from aml.pipeline.documents import DOCUMENTS, ON_REQUEST, write_cases
from aml.pipeline.filing import check, file_cases, filings_of
from aml.pipeline.folder import Folder
from aml.pipeline.forms import Asked
from aml.pipeline.goaml import goaml_folders
from aml.pipeline.previous import Previous
from aml.pipeline.published import read_case
from aml.pipeline.replay import repeat
from aml.pipeline.verify import verify
from tests.pipeline import ledgers
from tests.pipeline.test_goaml import PROFILE
from tests.report.fincen import filings

_DIGIT = re.compile(rb"\d")
#: Digits tried in each output, from its first to its last.
_TRIED = 6


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A run with every output that there is, and rejected records."""
    bill = {
        "bl_no": "BL1", "issued_on": "2026-04-20", "voyage_id": "V1", "discharge_port": "NLRTM",
        "imo_number": "9074729", "container_number": "CSQU3054383", "shipper_name": "Mill",
    }  # fmt: skip
    call = {
        "port_call_id": "P1", "voyage_id": "V1", "sequence": 1, "port": "NLRTM",
        "due_at": "2026-05-06 05:00:00",
    }  # fmt: skip
    return ledgers.run(
        tmp_path_factory.mktemp("workspace"),
        records=[*ledgers.ledger(), ledgers.entry(9, "ACC-N1", 2, "1,5")],
        previous=Previous("2026-01-01-00000000", ()),
        flagged_parties=[ledgers.flagged()],
        bills_of_lading=[bill],
        port_calls=[call],
        documents=", ".join(f'"{name}"' for name in DOCUMENTS),
        scan="show_rows = true\nmax_rejected = 2",
    )[1]


@pytest.fixture(scope="module")
def again(published):
    """The run made again: once, for what is changed here is what came of it."""
    return repeat(published, published.parent.parent, Silent())


@pytest.fixture
def place(published, tmp_path):
    """The run, to be tampered with; its inputs stay where they were."""
    shutil.copytree(published.parent.parent, tmp_path / "copy")
    return tmp_path / "copy" / "out" / published.name


@pytest.fixture
def found(monkeypatch, again):
    """What verify says of a run whose inputs are as they were: code by place."""
    monkeypatch.setattr(verification, "repeat", lambda *_: again)

    def say(place, asked=None):
        said = verify(place, place.parent.parent, Silent(), None, asked)
        return [(problem.code, str(problem.location)) for problem in said.problems]

    return say


def manifest_of(place):
    return json.loads((place / "manifest.json").read_text(encoding="utf-8"))


def restate(place, **changes):
    """Write the manifest as a run does, with the hashes that its files have now."""
    shape = manifest_of(place) | changes
    shape["outputs"] = {name: file_sha256(place / name) for name in shape["outputs"]}
    text = json.dumps(shape, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (place / "manifest.json").write_text(text, encoding="utf-8")


def changed_digits(path, most=_TRIED):
    """The bytes of a file with one digit changed, each time another one."""
    before = path.read_bytes()
    digits = [match.start() for match in _DIGIT.finditer(before)]
    for at in digits[:: -(-len(digits) // most) or 1]:
        digit = (int(before[at : at + 1]) + 1) % 10
        yield before[:at] + b"%d" % digit + before[at + 1 :]
    path.write_bytes(before)


def test_a_digit_changed_in_any_output_is_found_though_its_hash_was_changed_too(place, found):
    outputs = manifest_of(place)["outputs"]
    names = sorted(name for name in outputs if not name.startswith("inputs/"))
    assert found(place) == []
    tried = {}
    for name in names:
        for text in changed_digits(place / name):
            (place / name).write_bytes(text)
            restate(place)
            tried[name] = tried.get(name, 0) + 1
            told = {where.removeprefix(f"{place.name}/") for _, where in found(place)}
            assert name in told, text
    restate(place)
    assert found(place) == []
    assert {*names} == {*tried}, "every output of a run states a number"
    kinds = {name.rpartition("/")[2] for name in tried}
    assert kinds >= {file for files in DOCUMENTS.values() for file in files}
    assert kinds >= {
        "case.json", "evidence.csv", "alerts.parquet", "alerts.csv", "rejected.csv", "index.html",
        "quality.html", "quality.json", "coverage.html", "coverage.json", "arrivals.html",
        "arrivals.csv",
    }  # fmt: skip


def test_a_digit_changed_in_the_manifest_is_found(place, found):
    path = place / "manifest.json"
    packages = manifest_of(place)["packages"]
    for text in changed_digits(path, 60):
        path.write_bytes(text)
        try:
            is_found = bool(found(place)) or manifest_of(place)["packages"] != packages
        except RunError as error:
            is_found = error.problems[0].code == "RUN003"
        assert is_found, text


def test_a_digit_changed_in_a_kept_table_is_found(place):
    path = next((place / "inputs" / "tables").iterdir())
    path.write_bytes(next(changed_digits(path)))
    restate(place)
    said = verify(place, place.parent.parent, Silent()).problems
    told = [(problem.code, str(problem.location)) for problem in said]
    assert told == [("RUN044", f"{place.name}/inputs/tables/{path.name}")]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("inputs/aml.toml", "max_rejected = 2", "max_rejected = 3"),
        ("inputs/scenarios/own/cash_test.yml", "created: 2026-11-24", "created: 2026-11-25"),
        ("inputs/scenarios/own/sent_test.yml", "default: 3", "default: 4"),
        ("inputs/previous.json", "2026-01-01-0000", "2026-01-01-0001"),
    ],
)
def test_a_digit_changed_in_what_decided_changes_the_name_of_the_run(place, name, old, new):
    path = place / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    restate(place)
    said = verify(place, place.parent.parent, Silent()).problems
    told = {(problem.code, problem.message) for problem in said}
    assert ("RUN042", "run_id came out differently") in told
    assert not any(problem.code == "RUN040" for problem in said)


def test_an_earlier_run_that_cannot_be_read_is_named(place):
    (place / "inputs" / "previous.json").write_text("{}")
    restate(place)
    with pytest.raises(RunError, match=r"RUN040.*changed after the run"):
        verify(place, place.parent.parent, Silent())


def test_a_kept_rule_that_cannot_be_read_does_not_hide_a_changed_output(place):
    (place / "index.html").write_text("changed")
    path = place / "inputs" / "scenarios" / "own" / "cash_test.yml"
    path.write_text(path.read_text().replace("focus: customer", "focus: nobody"))
    with pytest.raises(RunError) as caught:
        verify(place, place.parent.parent, Silent())
    codes = [problem.code for problem in caught.value.problems]
    assert codes[:2] == ["RUN040", "RUN040"]
    assert len(codes) > 2


def test_an_output_that_went_with_its_line_in_the_manifest_is_missing(place, found):
    (case,) = (place / "cases").iterdir()
    (case / "evidence.csv").unlink()
    outputs = {n: h for n, h in manifest_of(place)["outputs"].items() if "evidence" not in n}
    restate(place, outputs=outputs)
    assert found(place) == [("RUN040", f"{place.name}/cases/{case.name}/evidence.csv")]


def test_an_output_that_the_manifest_does_not_name_is_told(place, found):
    outputs = {n: h for n, h in manifest_of(place)["outputs"].items() if n != "alerts.csv"}
    restate(place, outputs=outputs)
    assert found(place) == [("RUN044", f"{place.name}/alerts.csv")]


def test_a_manifest_that_says_one_thing_twice_is_told(place, found):
    path = place / "manifest.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"cases": 1', '"cases": 9,\n  "cases": 1'), encoding="utf-8")
    assert found(place) == [("RUN044", f"{place.name}/manifest.json")]


@pytest.mark.parametrize("is_named", [True, False])
def test_a_file_that_no_scan_gives_is_told(place, found, is_named):
    shutil.copytree(next((place / "cases").iterdir()), place / "cases" / "C-2")
    names = {path.relative_to(place).as_posix(): "" for path in (place / "cases" / "C-2").iterdir()}
    if is_named:
        restate(place, outputs=manifest_of(place)["outputs"] | names)
    assert found(place) == [("RUN046", f"{place.name}/{name}") for name in sorted(names)]


def test_what_a_file_browser_leaves_is_no_document(place, found):
    (place / "cases" / ".DS_Store").write_text("x")
    assert found(place) == []


def test_other_versions_are_named_beside_what_came_out_differently(place, found):
    (case,) = (place / "cases").iterdir()
    for name in ("sar.pdf", "sar.html"):
        with (case / name).open("ab") as file:
            file.write(b" ")
    packages = manifest_of(place)["packages"]
    restate(place, packages=packages | {"typst": "0.1"})
    said = verify(place, place.parent.parent, Silent())
    assert said.packages == (f"typst 0.1 -> {packages['typst']}",)
    by_name = {problem.location.path.rpartition("/")[2]: problem for problem in said.problems}
    assert {name: problem.code for name, problem in by_name.items()} == {
        "sar.html": "RUN044",
        "sar.pdf": "RUN045",
    }
    assert by_name["sar.pdf"].message.endswith(f"typst 0.1 -> {packages['typst']}")
    restate(place, packages=packages | {"duckdb": "1.0"})
    assert {code for code, _ in found(place)} == {"RUN045"}


def test_other_versions_that_give_the_same_bytes_are_no_problem(place, found):
    restate(place, packages=manifest_of(place)["packages"] | {"typst": "0.1", "duckdb": "1.0"})
    assert found(place) == []


def test_another_version_of_the_tool_gives_another_name(place, found):
    restate(place, tool="0.0.1")
    assert found(place) == [("RUN042", f"{place.name}/manifest.json")]
    restate(place, tool="0.0.1", run_id="2026-04-30-00000000")
    assert found(place) == []
    (place / "index.html").write_text("an older page")
    restate(place)
    assert found(place) == [("RUN045", f"{place.name}/index.html")]


def test_documents_made_on_request_are_made_again_from_the_scan(place, found, tmp_path):
    out = tmp_path / "reports_out"
    (path,) = place.glob("cases/*/case.json")
    case = read_case(path)
    write_cases(Folder(out), [case], [*DOCUMENTS, *ON_REQUEST], Silent())
    assert found(place, Asked(place.parent.parent, out)) == []
    for file in sorted((out / "cases" / case.case_id).iterdir()):
        for text in changed_digits(file, 2):
            file.write_bytes(text)
            at = f"reports_out/cases/{case.case_id}/{file.name}"
            assert found(place, Asked(place.parent.parent, out)) == [("RUN044", at)]


def test_documents_written_into_the_run_are_made_again_too(place, found):
    (path,) = place.glob("cases/*/case.json")
    case = read_case(path)
    write_cases(Folder(place), [case], ["pack"], Silent())
    assert found(place) == []
    pack = path.parent / "sharing_pack.csv"
    pack.write_bytes(next(changed_digits(pack)))
    assert found(place) == [("RUN044", f"{place.name}/cases/{case.case_id}/sharing_pack.csv")]


_ANSWERS = """\
filer.tax_number_type: EIN
filer.tax_number: "741234567"
filer.regulator: "3"
filer.organisation_type: "2"
filer.phone: "9565550100"
filer.contact_office: BSA office
filer.contact_phone: "9565550101"
filer.transmitter_tax_number: "741234567"
filer.transmitter_contact: Ana Ruiz
filer.control_code: PBSATEST
filer.street: 1 Main Street
filer.city: Laredo
filer.state: TX
filer.postal_code: "78040"
filer.country: US
filing.codes: 9/925
"""


@pytest.mark.parametrize("is_batch", [False, True])
def test_forms_are_made_again_with_the_answers_and_the_day_they_were_made_with(
    place, found, tmp_path, is_batch
):
    (path,) = place.glob("cases/*/case.json")
    case = read_case(path)
    out = tmp_path / "reports_out"
    beside = out / "cases" / case.case_id / "answers.yml"
    beside.parent.mkdir(parents=True)
    beside.write_text(_ANSWERS, encoding="utf-8")
    asked = Asked(place.parent.parent, out, filed_on=date(2026, 5, 20), is_batch=is_batch)
    filed = file_cases("fincen", filings_of([case], asked), asked)
    assert {name.rpartition("/")[2] for name in filed.files} == {
        "fincen_sar.xml", "fincen_sar.map.json",
    }  # fmt: skip
    assert found(place, asked) == []
    for name in filed.files:
        for text in changed_digits(out / name):
            (out / name).write_bytes(text)
            assert found(place, asked) == [("RUN044", f"reports_out/{name}")]
    other_day = replace(asked, filed_on=date(2026, 5, 21))
    assert {code for code, _ in found(place, other_day)} == {"RUN044"}
    beside.write_text(_ANSWERS.replace("Laredo", "Eagle Pass"), encoding="utf-8")
    assert {code for code, _ in found(place, asked)} == {"RUN044"}
    beside.write_text("filer.town: Laredo\n", encoding="utf-8")
    assert {code for code, _ in found(place, asked)} == {"CFG002", "RUN046"}


def test_forms_are_made_again_with_the_decisions_of_the_run(place, again, tmp_path):
    case = replace(filings.case(), case_id="C-1")
    alerts = tuple(replace(alert, continues="A-0") for alert in case.alerts)
    case = replace(case, alerts=alerts)
    day = date(2026, 2, 4)
    made = Disposition("A-0", "file", "A", day, "as seen", "run", ("A-0",), day, "31000000000001")
    asked = Asked(tmp_path, tmp_path / "reports_out")
    here = replace(asked, decided={"A-0": made})
    names = file_cases("fincen", filings_of([case], here), here).files
    run = replace(again.run, cases=(case,), decided={"A-0": made})
    found = Published(place, manifest_of(place), ())
    assert list(different_documents(names, asked, found, replace(again, run=run))) == []
    run = replace(run, decided={"A-0": replace(made, document_number="31000000000002")})
    (problem,) = different_documents(names, asked, found, replace(again, run=run))
    assert (problem.code, problem.location.path) == ("RUN044", f"reports_out/{names[0]}")


def test_a_goaml_report_is_made_again_for_its_fiu(place, found, tmp_path):
    (path,) = place.glob("cases/*/case.json")
    case = read_case(path)
    root, told = place.parent.parent, tmp_path / "answers.yml"
    (root / "goaml").mkdir()
    profile = PROFILE.replace("local_currency: EUR", "local_currency: USD")
    (root / "goaml" / "home.yml").write_text(profile, encoding="utf-8")
    told.write_text("filing.tags: STRUCT\n", encoding="utf-8")
    asked = Asked(root, tmp_path / "reports_out", answers=told, goaml_profile="home")
    values = {
        "born_or_incorporated_on": "1980-01-31", "phone": "+1 956 555 0100", "country": "US",
        "nationality": "MX", "opened_on": "2020-01-02", "currency": "USD", "swift": "COBADEFFXXX",
        "entity_id": "12345",
    }  # fmt: skip
    answers = {"filing.tags": "STRUCT"}
    while missing := check("goaml", filings_of([case], asked), asked):
        keys = {lack.answer for lack in missing[case.case_id]} - answers.keys()
        assert keys, missing
        answers |= {key: values.get(key.rpartition(".")[2], "T-1") for key in keys}
        lines = [f"{key}: {value}\n" for key, value in answers.items()]
        told.write_text("".join(lines), encoding="utf-8")
    (name,) = file_cases("goaml", filings_of([case], asked), asked).files
    asked = replace(asked, profiles=(asked.out / "goaml", *goaml_folders(root)))
    assert found(place, asked) == []
    for text in changed_digits(asked.out / name):
        (asked.out / name).write_bytes(text)
        assert found(place, asked) == [("RUN044", f"reports_out/{name}")]
    assert {code for code, _ in found(place, replace(asked, goaml_profile=""))} == {"RUN046"}
    # The profile that it was made by lies with it: another one since then is told, and no more.
    (root / "goaml" / "home.yml").write_text(f"{profile}#", encoding="utf-8")
    assert found(place, asked) == [("RUN044", "reports_out/goaml/home.yml")]
