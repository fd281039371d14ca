"""Schemes as the people who run them would tell them, and innocent episodes that look alike."""
