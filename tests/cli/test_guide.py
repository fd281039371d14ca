"""The author's guide is run: its commands, its changes, and what it says they print.

`pytest tests/cli/test_guide.py --update-golden` writes what they print into the guide.
"""

import re
import shlex
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "scenarios" / "README.md"
BLOCK = re.compile(r"```(console|diff)([^\n]*)\n(.*?)```", re.DOTALL)
#: Seconds of progress, which differ from run to run.
PROGRESS = re.compile(r"^ *\d+\.\d s  .*\n", re.MULTILINE)
#: The hash that names a run depends on the version of every package.
RUN_ID = re.compile(r"(\d{4}-\d\d-\d\d)-[0-9a-f]{8}")


def test_every_command_of_the_guide_prints_what_it_says(aml, tmp_path, monkeypatch, request):
    text = GUIDE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    pieces, end = [], 0
    for block in BLOCK.finditer(text):
        kind, title, body = block.groups()
        pieces.append(text[end : block.start()])
        body = changed(tmp_path / title.strip(), body) if kind == "diff" else printed(aml, body)
        pieces.append(f"```{kind}{title}\n{body}```")
        end = block.end()
    found = "".join([*pieces, text[end:]])
    if request.config.getoption("--update-golden"):
        GUIDE.write_text(found, encoding="utf-8")
    assert found == text, "see pytest --update-golden"


def printed(aml, body):
    """The commands of a block, each followed by what it prints."""
    said = []
    for line in body.splitlines():
        if line.startswith("$ "):
            words = [found for word in shlex.split(line[2:])[1:] for found in globbed(word)]
            called = aml(*words)
            output = RUN_ID.sub(r"\1-…", PROGRESS.sub("", called.err) + called.out)
            said += [line, *(row.rstrip() for row in output.rstrip().splitlines())]
    return "\n".join(said) + "\n"


def globbed(word):
    """As a shell does it: a pattern is the files that it matches."""
    return sorted(map(str, Path().glob(word))) or [word] if "*" in word else [word]


def changed(path, body):
    """The change of a block made to a file: lines taken out, lines put in after what stands above."""
    text, above = path.read_text(encoding="utf-8"), ""
    for line in body.splitlines():
        sign, rest = line[:1], line[1:] + "\n"
        if sign == "+":
            text = text.replace(above, above + rest, 1) if above else text + rest
            above += rest
        elif sign == "-":
            assert text.count(rest) == 1, rest
            text, above = text.replace(rest, "\0", 1), "\0"
        else:
            assert text.count(rest) == 1, rest
            above = rest
    path.write_text(text.replace("\0", ""), encoding="utf-8")
    return body
