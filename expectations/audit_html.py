"""The small parts of the audit page: rows, links, values as HTML."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from html import escape
from typing import Any

Entry = dict[str, Any]
JAPAN = timedelta(hours=9)


def value(said: Entry) -> str:
    """Return a value with its thousands grouped, or its state where there is none."""
    number = said["value"]
    if not isinstance(number, Decimal):
        return text(said["state"])
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}"


def moment(at: datetime) -> str:
    """Return a moment in Japanese time."""
    return (at + JAPAN).strftime("%Y-%m-%d %H:%M")


def heads(*cells: str) -> str:
    """Return a row of heads."""
    return "<tr>" + "".join(f"<th>{cell}</th>" for cell in cells) + "</tr>"


def row(*cells: str) -> str:
    """Return a row of cells, which are HTML already."""
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def link(target: str, shown: str) -> str:
    """Return a link inside the pack."""
    return f'<a href="{escape(target)}">{escape(shown)}</a>'


def code(shown: object) -> str:
    """Return a text in a fixed width."""
    return f"<code>{escape(str(shown))}</code>"


def text(shown: object) -> str:
    """Return a text as HTML; nothing for None."""
    return "" if shown is None else escape(str(shown))
