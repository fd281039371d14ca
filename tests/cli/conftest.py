"""The command as its user calls it, without a process of its own."""

import os
import sys
from dataclasses import dataclass

import pytest

from aml.cli.main import run


@dataclass(frozen=True)
class Called:
    """How a call ended, and what it said where."""

    code: int
    out: str
    err: str


@pytest.fixture
def aml(monkeypatch, capsys):
    """Call `aml` with arguments; what it raises and prints is what the user sees."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["aml", *map(str, arguments)])
        mask = os.umask(0o022)
        capsys.readouterr()
        try:
            with pytest.raises(SystemExit) as stopped:
                run()
        finally:
            os.umask(mask)
        said = capsys.readouterr()
        return Called(stopped.value.code or 0, said.out, said.err)

    return call
