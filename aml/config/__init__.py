"""Files that people write (YAML, TOML), read with the line and column of every value.

Promises: all mistakes of a file at once, each at its place, with a way out. Refuses: anchors,
duplicate keys, unknown keys at any depth.
"""

from aml.config.node import Node, Section
from aml.config.toml import read_toml
from aml.config.yaml import read_yaml

__all__ = ["Node", "Section", "read_toml", "read_yaml"]
