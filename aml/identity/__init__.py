"""Identifiers and names: what makes two records the same thing."""
