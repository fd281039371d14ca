"""The only place where siblings meet: scan, replay, verify, write."""
