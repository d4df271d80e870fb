"""Units that people write for one another."""

from __future__ import annotations

SAME_UNIT = ({"人", "名"}, {"件", "社", "団体", "機関", "校", "大学"}, {"科目", "コース"})


def is_same_unit(written: str, declared: str) -> bool:
    """Whether a unit that was written beside a number means the declared one, such as 名 for 人."""
    return written == declared or any({written, declared} <= same for same in SAME_UNIT)
