from aml.core.digest import canonical_json, digest, file_sha256, short_digest


def test_one_value_has_one_spelling():
    assert canonical_json({"b": 1, "a": "ä"}) == '{"a":"ä","b":1}'
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    assert len(short_digest("x", 8)) == 8


def test_hashes_a_file_by_its_bytes(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    assert file_sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
