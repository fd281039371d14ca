"""Commands, progress, console. Only here is anything printed, and the clock or environment read."""
