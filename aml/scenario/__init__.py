"""Scenario files: loaded with line numbers, checked, run, tested."""
