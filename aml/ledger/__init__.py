"""Files to canonical tables: profiles, bulk reading, rejects, control totals, exchange rates."""
