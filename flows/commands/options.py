"""The options that commands share, each declared once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows import settings


def _moment(text: str) -> datetime:
    try:
        return settings.as_moment(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}': 2027-06-30 / 2027-06-30T17:00") from None


WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="The workspace (default: here or the nearest parent).")
]
YearOption = Annotated[
    int | None, typer.Option("--year", metavar="N", help="The Western fiscal year that the data describe.")
]
LangOption = Annotated[Literal["ja", "en"] | None, typer.Option("--lang", help="Language (default: the locale).")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON list and nothing else on stdout.")]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", metavar="TIME", parser=_moment, help="What was known then: a day (its end) or a time, in Japan."
    ),
]
