"""Schemes, told as the people who run them would: many ways of each, none from a scenario's text."""
