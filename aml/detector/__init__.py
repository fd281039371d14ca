"""Feature frames, PyOD models, alerts with reasons."""
