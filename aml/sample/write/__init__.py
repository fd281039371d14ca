"""From numbers to files: the canonical columns, the answers, and a workspace that scans them."""
