"""Column shapes that many tables share."""

from datetime import datetime
from typing import Annotated

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import mapped_column

from workflows.db import UtcDateTime

# SQLite gives row numbers only to INTEGER keys; PostgreSQL needs 64 bits for tables that never shrink.
Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
Text = Annotated[str, mapped_column(String)]
Json = Annotated[dict, mapped_column(JSON)]
JsonList = Annotated[list, mapped_column(JSON)]


def ref(target: str, **options):
    """Return a foreign key column to `target` ("table.column"), indexed."""
    return mapped_column(ForeignKey(target), index=options.pop("index", True), **options)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Return a constraint that `column` is one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")


def in_order(first: str, second: str) -> CheckConstraint:
    """Return a constraint that `first` is not after `second` where both are known."""
    return CheckConstraint(
        f"{second} is null or {first} is null or {first} <= {second}", name=f"{first}_before_{second}"
    )
