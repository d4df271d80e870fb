"""The catalogue of rules as a page in Markdown, generated from the definition."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.catalogue import INTAKE, rules_of
from expectations.wording import APPLIES_TO, SEVERITIES
from warehouse.programme import Programme
from warehouse.programme.indicator import Rule

_HEAD = """\
# 規則の一覧 / The rules

`{programme}` の定義から生成しています（`rules/*.yaml` と `identities.yaml`）。手で直さないでください。
Generated from the definition; do not edit. Severity: 要修正 (block), 要理由 (explain), 参考 (note).
適合する例としない例は `rokunen rules show ID`（`examples/*.yaml`）。 An example of each check: `rokunen rules show ID`.
"""


def rules_markdown(programme: Programme) -> str:
    """Return the page: the rules that a check runs, then those that are decided while reading."""
    reading = [rule for rule in programme.rules if rule.kind == INTAKE]
    parts = [_HEAD.format(programme=programme.id)]
    parts += ["\n## 確認の規則 / Rules of the checks\n", *_table(rules_of(programme))]
    parts += ["\n## 読み取り時の規則 / Rules of reading\n", *_table(tuple(reading))]
    return "\n".join(parts) + "\n"


def _table(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "| id | 区分 | 対象 | 文（日） | Sentence | 対応 | 典拠 |"
    yield "|---|---|---|---|---|---|---|"
    for rule in rules:
        cells = (
            rule.id,
            _severity(rule),
            APPLIES_TO[rule.applies_to][0],
            rule.ja,
            rule.en,
            rule.remedy_ja,
            str(rule.source or ""),
        )
        yield "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _severity(rule: Rule) -> str:
    words = SEVERITIES[rule.severity][0]
    return f"{words}（連携校は{SEVERITIES[rule.severity_partner][0]}）" if rule.severity_partner else words


def _plain(text: str) -> str:
    return text.replace("{at}", "").replace("|", "\\|").replace("\n", " ")
