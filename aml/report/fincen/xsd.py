"""A batch against FinCEN's own schema, where its user has fetched it. Nothing is fetched here."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from aml.core.problem import Location, Problem, ReportError

_MOST = 20


class _Local(etree.Resolver):  # type: ignore[misc]
    """Refuses what a schema would fetch from elsewhere."""

    def resolve(self, system_url: str, _public_id: str, context: Any) -> Any:
        if "://" in system_url and not system_url.startswith("file:"):
            return self.resolve_empty(context)
        return None


def schema_problems(xml: bytes, schema: Path) -> tuple[Problem, ...]:
    """What the schema refuses, at most 20 problems; they name elements, never values.

    Args:
        xml: a finished batch.
        schema: EFL_SARXBatchSchema.xsd.

    Raises:
        ReportError: the schema is not there, or is none that stands on its own (FIL031).
    """
    try:
        checker = _checker(schema, schema.stat().st_mtime_ns)
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError):
        hint = "it must be FinCEN's schema in one file, without parts that are fetched"
        message = "the schema cannot be read"
        raise ReportError(Problem("FIL031", message, Location(schema.name), hint)) from None
    checker.validate(etree.fromstring(xml, _parser()))
    return tuple(
        Problem("FIL030", f"{_name(error.path or '')}: {error.type_name}", at)
        for error in list(checker.error_log)[:_MOST]
        if (at := Location("fincen_sar.xml", error.line))
    )


@lru_cache(maxsize=4)
def _checker(schema: Path, _changed: int) -> etree.XMLSchema:
    """The schema, read once as long as its file does not change."""
    return etree.XMLSchema(etree.parse(str(schema), _parser()))


def _parser() -> etree.XMLParser:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(_Local())
    return parser


def _name(path: str) -> str:
    """The path of an element without its prefixes."""
    return path.replace("fc2:", "").lstrip("/")
