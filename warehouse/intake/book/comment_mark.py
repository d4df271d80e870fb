"""Our own words in the comments of a workbook that a university got back and sends again."""

from __future__ import annotations

MARK = "【確認事項】"


def without_ours(text: str) -> str:
    """Return what somebody else wrote in a comment: the text before our mark."""
    return text.partition(MARK)[0].rstrip()
