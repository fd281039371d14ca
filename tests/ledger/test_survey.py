"""Lines are counted as they lie in the file, whatever block they fall into."""

from hypothesis import given
from hypothesis import strategies as st

from aml.ledger import survey as room
from aml.ledger.profile import Format


@given(
    st.lists(st.sampled_from(["a", "é", "\n", "\r", "\r\n", "\n\n"]), min_size=1).map("".join),
    st.integers(1, 5),
)
def test_lines_do_not_depend_on_where_blocks_end(tmp_path_factory, text, block):
    path = tmp_path_factory.mktemp("survey") / "f"
    path.write_bytes(text.encode())
    whole = room.survey(path, Format())
    before = room._BLOCK
    room._BLOCK = block
    try:
        assert room.survey(path, Format()) == whole
    finally:
        room._BLOCK = before
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert whole.lines == normal.count("\n") + (not normal.endswith("\n"))


def test_only_even_utf8_is_read_as_it_is(tmp_path):
    path = tmp_path / "f"
    for content, is_plain in [
        (b"a\nb\n", True), (b"a\r\nb\r\n", True), (b"a\nb\r\n", False), (b"a\n\nb\n", False),
        (b"a\r\n\r\nb", False), (b"a\rb", False), (b"\na\n", False),
    ]:  # fmt: skip
        path.write_bytes(content)
        assert room.survey(path, Format()).is_plain == is_plain, content
    path.write_bytes(b"a\nb\n")
    assert not room.survey(path, Format(encoding="latin-1")).is_plain
