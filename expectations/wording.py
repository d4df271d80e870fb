"""The words that an office uses for severities, outcomes and states, in both languages (domain.md 9.3)."""

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
