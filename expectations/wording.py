"""The words that an office uses for severities, outcomes and states, in both languages (domain.md 9.3)."""

import re

SEVERITIES = {
    "block": ("要修正", "must be mended"),
    "explain": ("要理由", "asks for a reason"),
    "note": ("参考", "note"),
}
OUTCOMES = {
    "met": ("適合", "met"),
    "not_met": ("確認事項あり", "not met"),
    "nothing_to_check": ("確認の対象なし", "nothing to check"),
    "could_not_run": ("実行できず", "could not run"),
}
APPLIES_TO = {"plan": ("計画", "plan"), "return": ("回答", "returns"), "both": ("計画・回答", "both")}

# What stands in a rule's sentence before anything was found, so that a list of rules can be read.
_IN_GENERAL = {
    "at": "", "place": "", "who": "○○大学", "unit": "", "when_ja": "令和○年度", "when_en": "FY20xx",
    "what_ja": "（項目）", "what_en": "(item)", "label": "（項目）", "label_en": "(item)", "parts_ja": "内訳",
    "parts_en": "its parts", "expected": "△", "asked_ja": "令和○年度",
}  # fmt: skip


def in_general(sentence: str) -> str:
    """Return a rule's sentence with plain words where a finding names a university, a year, an item or a value."""
    return re.sub(r"\{([a-z_0-9]+)\}", lambda name: _IN_GENERAL.get(name[1], "○"), sentence).lstrip(": ")
