"""Alerts to cases: ties, scores, evidence copied in."""
