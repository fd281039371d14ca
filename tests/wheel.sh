#!/bin/sh
# The wheel alone, in a fresh environment and an empty folder, must do the main job.
set -eu
python=$1
project=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m build --wheel --no-isolation --outdir "$work/dist" . > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip --disable-pip-version-check install --quiet --require-hashes -r "$project/requirements.lock"
"$work/venv/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps "$work"/dist/*.whl
mkdir "$work/empty"
cd "$work/empty"
"$work/venv/bin/aml" demo --format json > demo.json
"$work/venv/bin/python" - <<'CHECK'
import json
from pathlib import Path

result = json.loads(Path("demo.json").read_text(encoding="utf-8"))
assert result["is_complete"], result["applicability"]
assert result["cases"], "the demo found no case"
first = Path(result["place"]) / "cases" / result["cases"][0]["case_id"]
assert (first / "sar.pdf").read_bytes().startswith(b"%PDF"), first
assert "CONFIDENTIAL" in (first / "sar.html").read_text(encoding="utf-8").upper()
print(f"wheel: {len(result['cases'])} cases from the wheel alone, first report {first / 'sar.pdf'}")
CHECK
