"""Mappings that models may hold: immutable, hashable, written as a JSON object in key order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Self, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

Value = TypeVar("Value", covariant=True)


class FrozenMapping(Mapping[str, Value]):
    """A mapping that is a value: equal ones hash alike, and none can be changed.

    A subclass says what pydantic reads into it, as a `dict[key, value]`, and which keys its JSON
    schema names. Constructed directly, it takes its values as they are.
    """

    __slots__ = ("_hash", "_held")
    _read: ClassVar[Any]
    _known: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, *, read: Any, known: Iterable[str] = ()) -> None:
        super().__init_subclass__()
        cls._read, cls._known = read, tuple(known)

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        self._held = dict(sorted((values or {}).items()))
        self._hash: int | None = None

    def __getitem__(self, key: str) -> Value:
        return self._held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __hash__(self) -> int:
        # Kept, since a policy is hashed as a whole wherever an engine is looked up by it.
        if self._hash is None:
            self._hash = hash(tuple(self._held.items()))
        return self._hash

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, Value]]]:
        # The hash of a text is another in another process: it stays behind.
        return type(self), (self._held,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._held!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler.generate_schema(cls._read)
        return core_schema.no_info_before_validator_function(
            lambda value: dict(value) if isinstance(value, cls) else value,
            core_schema.no_info_after_validator_function(cls, inner),
            serialization=core_schema.plain_serializer_function_ser_schema(
                dict, return_schema=inner
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        written = handler(schema)
        if cls._known:
            written["properties"] = {key: {} for key in cls._known}
        return written


class Counts(FrozenMapping[int], read=dict[str, int]):
    """How many of each: an immutable, hashable mapping in order of its keys."""

    __slots__ = ()
