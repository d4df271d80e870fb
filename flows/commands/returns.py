"""What came, what is open, what was written: the screens of a year's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows import screen

if TYPE_CHECKING:
    from flows.check import Checked
    from flows.collect import Collected
    from flows.publish import Written
    from warehouse.workspace import Workspace

CHANNELS = {
    "ja": {
        "workbook": "調査票",
        "official_form": "データ集",
        "csv": "CSV",
        "sql": "データベース",
        "records": "個票集計",
        "correction": "訂正",
    },
    "en": {
        "workbook": "workbook",
        "official_form": "data book",
        "csv": "CSV",
        "sql": "database",
        "records": "records",
        "correction": "correction",
    },
}
SHOWN_BLOCKS = 20
DROP = "drop"  # what is said of a drop itself is a finding and no answer


def came(workspace: Workspace, done: Collected, lang: str) -> None:
    """Print what a collection brought, university by university, then what is open."""
    unknown = "（大学不明）" if lang == "ja" else "(unknown)"
    answers = [each for each in done.came if each.channel != DROP]
    new = len(done.new - {each.submission for each in done.came if each.channel == DROP})
    names = {each.code: each.name for each in workspace.universities}
    if lang == "ja":
        heads = ["大学", "ファイル", "経路", "値", ""]
        screen.line(f"【{done.fiscal_year}年度】 新しく届いた回答 {new}件")
    else:
        heads = ["university", "file", "channel", "values", ""]
        screen.line(f"[FY{done.fiscal_year}] {new} new answers")
    states = {"ja": ("受領", "保管のみ"), "en": ("received", "kept only")}[lang]
    rows = [
        [
            names.get(each.university or "", unknown), each.name, CHANNELS[lang][each.channel], each.values,
            states[0] if each.values else states[1],
        ]
        for each in sorted(answers, key=lambda one: (list(names).index(one.university) if one.university else 99, one.name))
    ]  # fmt: skip
    if rows:
        screen.table(heads, rows, right=[3])
    screen.findings(done.findings, lang)
    screen.line(screen.counted(done.findings, lang))
    if done.receipts:
        folder = done.receipts[0].parent.relative_to(workspace.root)
        said = (
            f"受領確認を{len(done.receipts)}件作りました: {folder}"
            if lang == "ja"
            else f"Wrote {len(done.receipts)} receipts: {folder}"
        )
        screen.line(said)


def checked(done: Checked, lang: str) -> None:
    """Print what is open, then how many rules said what."""
    screen.findings(done.findings, lang)
    words = {
        "ja": {"met": "適合", "not_met": "要確認", "nothing_to_check": "対象なし", "could_not_run": "実行できず"},
        "en": {
            "met": "met",
            "not_met": "not met",
            "nothing_to_check": "nothing to check",
            "could_not_run": "could not run",
        },
    }[lang]
    counts = {word: sum(one.verdict == key for _, one in done.outcomes) for key, word in words.items()}
    rules = "規則" if lang == "ja" else "rules"
    screen.line(f"{rules}: " + " / ".join(f"{word} {count}" for word, count in counts.items()))
    _other_rules(done, lang)
    screen.line(screen.counted(done.findings, lang))


def _other_rules(done: Checked, lang: str) -> None:
    """Print which rules are not those of the run before, and which years keep theirs."""
    changed = list(dict.fromkeys(rule for _, rule in done.changed))
    if changed:
        named = "、".join(changed[:5]) + ("…" if len(changed) > 5 else "")
        screen.line(
            f"前回の点検から変わった規則 {len(changed)}件: {named}（rokunen rules changes）"
            if lang == "ja"
            else f"{len(changed)} rules differ from the run before: {named} (rokunen rules changes)"
        )
    if done.kept:
        years = "、".join("計画" if scope == "plan" and lang == "ja" else str(scope) for scope in done.kept)
        screen.line(
            f"収集を終えた年度は、前回の点検のときの規則で点検しました: {years}（今の規則では --present-rules）"
            if lang == "ja"
            else f"Checked with the rules of their last run, their collection being over: {years} (else --present-rules)"
        )


def files(workspace: Workspace, done: Written) -> None:
    """Print the files of a document, below the workspace."""
    for file in done.files:
        shown = file.relative_to(workspace.root) if file.is_relative_to(workspace.root) else file
        screen.line(str(shown))


def written(workspace: Workspace, done: Written, lang: str) -> None:
    """Print the files of a document, and what keeps it a draft."""
    files(workspace, done)
    if not done.blocking:
        return
    count = len(done.blocking)
    if lang == "ja":
        screen.line(f"要修正が{count}件残っているため、案として作成しました:")
    else:
        screen.line(f"Written as a draft (案): {count} findings must be corrected first:")
    screen.findings(done.blocking, lang, SHOWN_BLOCKS)


def forms(count: int, year: int, lang: str, by_desk: bool, is_csv: bool) -> None:
    """Print how many forms and letters were written, and where the answers go."""
    if lang == "ja":
        what = "調査票（担当課別）" if by_desk else "調査票と依頼文"
        screen.line(f"{year}年度の{what}を{count}件作りました。回答は inbox/{year}/ に置いてください。")
    else:
        screen.line(f"Wrote {count} forms and letters for FY{year}. Put the answers into inbox/{year}/.")
    if is_csv:
        screen.line(
            "代表校の経費は CSV では回答できません。--format xlsx で作った調査票で回答してください。"
            if lang == "ja"
            else "The lead's money is not answered by CSV; make its form with --format xlsx."
        )
