"""Hashes that name things for good: canonical JSON in, hex digits out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_BLOCK = 1 << 20


def canonical_json(plain: object) -> str:
    """One spelling for one value: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(plain: object) -> str:
    """The sha256 (64 hex digits) of a plain value's canonical JSON."""
    return hashlib.sha256(canonical_json(plain).encode("utf-8")).hexdigest()


def short_digest(plain: object, digits: int = 12) -> str:
    """The first digits of `digest`, long enough to tell alerts of one run apart."""
    return digest(plain)[:digits]


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes, read in blocks."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            hashed.update(block)
    return hashed.hexdigest()
