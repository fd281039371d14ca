"""`python -m aml`, the same as the command `aml`."""

from aml.cli.main import run

run()
