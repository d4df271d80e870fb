"""The demo's last screen: the slips that were planted and found, the documents by day, the time, what to try next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows import screen, settings
from flows.demo.flaws import FLAWS

if TYPE_CHECKING:
    from flows.demo.story import Told
    from warehouse.workspace import Workspace

MANIFEST = ".manifest.json"
NAMES = {
    "interim": {"ja": "中間評価調書とデータ集", "en": "interim evaluation and its data book"},
    "final": {"ja": "事後評価調書（案）とデータ集", "en": "final evaluation (draft) and its data book"},
    "data-book": {"ja": "年度のデータ集", "en": "the year's data book"},
    "budget": {"ja": "経費の表（逓減）", "en": "budget table with the taper"},
    "quality": {"ja": "確認事項一覧（品質簿）", "en": "quality book"},
}
PARTS = {
    "verbs": {"ja": "コマンドと同じ処理", "en": "the verbs of the commands"},
    "import": {"ja": "ライブラリの読込み", "en": "loading libraries"},
    "simulated": {"ja": "大学の回答の作成（模擬）", "en": "the universities' answers (simulated)"},
    "prefect": {"ja": "Prefect（サーバーの起動を含む）", "en": "Prefect, its server's start included"},
}
HEADS = {
    "ja": ["年度", "大学", "仕込んだ誤り", "検出した規則", "重さ", "検出", "訂正"],
    "en": ["FY", "university", "planted slip", "found by the rule", "severity", "found", "corrected"],
}
NEXT = (
    ("facts --totals --year 2026", "全ての値をその出所のセルとともに", "every value with the cell that it came from"),
    ("check --year 2029", "要修正・要理由・参考", "what must be corrected, explained, noted"),
    ("report interim --as-of 2027-07-15", "その日の知識で中間評価調書をもう一度", "the interim report again, as known on that day"),
    ("status", "誰が何をいつ回答したか", "who answered what, and when"),
)  # fmt: skip


def show(workspace: Workspace, told: Told, seconds: Mapping[str, float], total: float, lang: str) -> None:
    """Print the last screen."""
    _slips(told, lang)
    _documents(workspace, told, lang)
    _time(seconds, total, lang)
    _next(workspace, lang)


def day_in_japan(moment: datetime) -> str:
    """Return the day of a moment in Japan."""
    return moment.replace(tzinfo=UTC).astimezone(settings.JAPAN).date().isoformat()


def _slips(told: Told, lang: str) -> None:
    found = sum(finding is not None for finding in told.found.values())
    open_blocks = sum(finding["severity"] == "block" for finding in told.open_at_end)
    kinds = len({flaw.kind for flaw in FLAWS})
    yes, no = ("○", "×") if lang == "ja" else ("yes", "NO")
    rows = []
    for flaw in FLAWS:
        finding = told.found.get(flaw)
        severity = screen.SEVERITY[lang].get(finding["severity"], finding["severity"]) if finding else ""
        corrected = yes if finding and flaw not in told.still_open else no
        what = flaw.ja if lang == "ja" else flaw.en
        rows.append(
            [flaw.fiscal_year, flaw.university.name, what, flaw.rule, severity, yes if finding else no, corrected]
        )
    screen.line()
    screen.table(HEADS[lang], rows)
    if lang == "ja":
        text = f"仕込んだ誤り {len(FLAWS)}件（{kinds}種類）: 検出 {found}件、差替え後も残る {len(told.still_open)}件"
        screen.line(f"{text}。全ての年度で残っている要修正 {open_blocks}件")
    else:
        text = f"{len(FLAWS)} slips of {kinds} kinds planted: {found} found, {len(told.still_open)} left after the replacements"
        screen.line(f"{text}; {open_blocks} findings that block are open in all years")


def _documents(workspace: Workspace, told: Told, lang: str) -> None:
    screen.line()
    ja, en = (
        "作成した書類（すべて合成データ。各書類の横に来歴 .manifest.json）",
        "Documents (synthetic data; beside each its manifest)",
    )
    screen.line(ja if lang == "ja" else en)
    newest: dict[str, list[object]] = {}  # a page that each year writes anew is named once
    for at, written in told.documents:
        for file in (file for file in written.files if not file.name.endswith(MANIFEST)):
            path = _shown(file, workspace.root)
            newest.pop(path, None)
            newest[path] = [day_in_japan(at), NAMES[written.document][lang], path]
    heads = ["時点", "書類", "ファイル"] if lang == "ja" else ["as of", "document", "file"]
    screen.table(heads, newest.values(), most=90)


def _time(seconds: Mapping[str, float], total: float, lang: str) -> None:
    parts = [f"{PARTS[part][lang]} {taken:.1f}" for part, taken in seconds.items()]
    screen.line()
    if lang == "ja":
        screen.line(f"所要時間 {total:.1f}秒（{'、'.join(parts)}）")
    else:
        screen.line(f"{total:.1f} s in all ({', '.join(parts)})")


def _next(workspace: Workspace, lang: str) -> None:
    folder = _shown(workspace.root, Path.cwd())
    screen.line()
    screen.line("次にお試しください" if lang == "ja" else "Next, try")
    for command, ja, en in NEXT:
        words = command.split(" ", 1)
        rest = f" {words[1]}" if len(words) > 1 else ""
        screen.line(f"  rokunen {words[0]}{rest} --workspace {folder}    # {ja if lang == 'ja' else en}")


def _shown(path: Path, root: Path) -> str:
    root = root.resolve()
    return str(path.resolve().relative_to(root)) if path.resolve().is_relative_to(root) else str(path)
