"""Where scenarios/, reports/ and sample_ledgers/ lie: inside the wheel, or beside the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(folder: str) -> Path:
    """The folder of things that ships with the tool, e.g. `shipped("scenarios")`.

    Raises:
        FileNotFoundError: an installation without its folders, which is our own packaging mistake.
    """
    for base in (_PACKAGE / "shipped", _PACKAGE.parent):
        if (base / folder).is_dir():
            return base / folder
    raise FileNotFoundError(f"the installation lacks its folder '{folder}'")
