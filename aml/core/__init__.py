"""Values that every room shares: problems, scenarios, alerts, cases. Standard library only."""
