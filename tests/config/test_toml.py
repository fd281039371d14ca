from aml.config import Section, read_toml


def read(tmp_path, text):
    path = tmp_path / "aml.toml"
    path.write_text(text, encoding="utf-8")
    node, source = read_toml(path, "aml.toml")
    return Section(node, source, "the workspace"), source


def test_every_value_has_its_line(tmp_path):
    section, source = read(tmp_path, '[scan]\nmax = "x"\n\n[[input]]\na = 1\n[[input]]\nb = 2\n')
    section.section("scan").number("max")
    for item in section.sections("input"):
        item.text("a", "")
        item.close()
    assert [(p.code, p.location.line) for p in source.problems] == [("CFG004", 2), ("CFG002", 7)]


def test_a_broken_file_says_where(tmp_path):
    _, source = read(tmp_path, "[scan]\nx = \n")
    assert source.problems[0].code == "CFG001"
    assert source.problems[0].location.line == 2
