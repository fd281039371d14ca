"""Bills of lading and the references to them found in payment text."""
