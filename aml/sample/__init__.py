"""Synthetic ledgers with planted truth. Imports the core only, so it cannot know a rule."""
