"""Why a file cannot be read, as sentences for whoever sent it."""

from __future__ import annotations

import re

from warehouse.programme import Programme

ZIP, ENCRYPTED_FLAG = b"PK\x03\x04", 0x1
MARKUP = re.compile(rb"\s*(<!doctype html|<html|<table|<\?xml|mime-version:)", re.IGNORECASE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def reason_of(content: bytes, reason: str) -> str:
    """Return the reason as narrowly as the bytes tell: a locked zip is `encrypted`, a page of the web `web_page`."""
    if content.startswith(ZIP) and len(content) > 7 and content[6] & ENCRYPTED_FLAG:
        return "encrypted"
    return "web_page" if reason == "not_a_workbook" and is_markup(content) else reason


def is_markup(content: bytes) -> bool:
    """Return whether bytes are HTML or XML: what many systems hand out under the name of a spreadsheet."""
    return MARKUP.match(content.removeprefix(BYTE_ORDER_MARK)) is not None


def sentences(programme: Programme, reason: str, size: int) -> dict[str, str]:
    """Return the sentences that the rule keeps for one reason, by the names under which its text asks for them."""
    said = programme.rules_by_id["unreadable_file"].parameters
    names = {"reason_ja": "ja", "reason_en": "en", "do_ja": "do_ja", "do_en": "do_en"}
    return {name: said[f"{reason}_{key}"].replace("{size}", f"{size:,}") for name, key in names.items()}
