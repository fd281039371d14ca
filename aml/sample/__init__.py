"""Synthetic ledgers with planted truth. Imports the core only, so it cannot know a rule.

A ledger is the year of a town: `world` lays it out, `life` lets people, firms and their innocent
look-alikes go about their days, `plant` adds the schemes, `write` puts it into files.
"""

from aml.sample.generate import generate_to
from aml.sample.plan import Shipping

__all__ = ["Shipping", "generate_to"]
