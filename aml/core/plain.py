"""Frozen dataclasses to plain JSON values and back, without losing a cent or a day.

Money goes as text (`"9500.0000"`), days and instants as ISO 8601, tuples as lists. `restore` reads
the same shapes back by the type hints of the dataclass, so case.json is a complete case.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")

Scalar = str | int | bool | Decimal | date | datetime | None
Value = Scalar | tuple[str, ...]


def plain(value: object) -> Any:
    """The JSON shape of a value; raises TypeError for floats, which no money may pass through."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"no plain form for a {type(value).__name__}")


def plain_text(value: object) -> str:
    """The JSON of a value as files keep it, its fields in their own order."""
    return json.dumps(plain(value), indent=1, ensure_ascii=False) + "\n"


def restore(kind: type[T], shape: object) -> T:
    """The dataclass of `kind` that `plain` turned into `shape`."""
    return cast("T", _restore(kind, shape))


def _restore(kind: Any, shape: Any) -> object:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _restore_union(typing.get_args(kind), shape)
    if origin is typing.Literal:
        return shape
    if origin is tuple:
        return tuple(_restore(typing.get_args(kind)[0], item) for item in shape)
    if origin is not None and issubclass(origin, Mapping):
        inner = typing.get_args(kind)[1]
        return {key: _restore(inner, item) for key, item in shape.items()}
    if dataclasses.is_dataclass(kind):
        made = cast("type", kind)
        hints = _hints(made)
        return cast("object", made(**{key: _restore(hints[key], x) for key, x in shape.items()}))
    return _restore_scalar(kind, shape)


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields; read once, for there may be thousands of its values."""
    return typing.get_type_hints(kind)


def _restore_union(kinds: tuple[Any, ...], shape: Any) -> object:
    if shape is None:
        return None
    inner = [kind for kind in kinds if kind is not type(None)]
    if len(inner) == 1:
        return _restore(inner[0], shape)
    return tuple(shape) if isinstance(shape, list) else shape


def _restore_scalar(kind: Any, shape: Any) -> object:
    if kind is Decimal:
        return Decimal(shape)
    if kind is datetime:
        return datetime.fromisoformat(shape)
    if kind is date:
        return date.fromisoformat(shape)
    return shape
