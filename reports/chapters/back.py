"""The last chapters: 確認事項, 注記 and the course lists."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.chapters.front import NOTHING, SEVERITY_WORDS, finding_counts, where
from reports.content import Block, Cell, Heading, Paragraph, Table, TableRow
from reports.figures import COURSE, Figure, fact_key, of_cell
from reports.material import Material, Party, Row, reiwa
from warehouse.programme.form import CourseColumn, CourseList

_MOST_FINDINGS = 100
_LISTED = (
    "block",
    "explain",
)  # what needs an answer; a note (参考) is for the office, not for a reader of the document


def findings_chapter(material: Material) -> Iterator[Block]:
    """Yield how many findings are open by severity, and those that need an answer."""
    counts = finding_counts(material)
    if not material.findings:
        yield Paragraph((NOTHING,))
        return
    counted = "、".join(f"{SEVERITY_WORDS[severity]}{count}件" for severity, count in counts.items())
    standing = [one for one in material.findings if one["state"] != "waived"]
    listed = [one for severity in _LISTED for one in standing if one["severity"] == severity]
    rest = "参考は品質簿に示す。" if len(listed) < len(standing) else ""
    accepted = len(material.findings) - len(standing)
    rest += f"ほかに理由を了承したもの{accepted}件を注に示す。" if accepted else ""
    yield Paragraph((f"未解決の確認事項は{counted}である。{rest}",))
    if not listed:
        return
    heads = TableRow(
        tuple(Cell((text,), align="center", bold=True) for text in ("区分", "箇所", "内容", "対応")), is_head=True
    )
    rows = tuple(
        TableRow(
            (
                Cell((SEVERITY_WORDS[one["severity"]],), align="center"),
                Cell((where(material, one),)),
                Cell((one["message_ja"],)),
                Cell((_answer(material, one),)),
            )
        )
        for one in listed[:_MOST_FINDINGS]
    )
    yield Table((0.55, 1.6, 3.0, 2.0), (heads, *rows), size=8.5, is_list=True)
    if len(listed) > _MOST_FINDINGS:
        yield Paragraph((f"ほか{len(listed) - _MOST_FINDINGS}件は品質簿に示す。",), "note")


def _answer(material: Material, finding: Row) -> str:
    """What is done about a finding: the decision that lets it out, the reason that waits for acceptance, or the remedy."""
    released = next((note for note in material.notes if note["id"] == finding["id"]), None)
    if released:
        return f"注記のうえ提出（{released['decision']}）"
    if finding["explanation"]:
        waits = "（上限超過・期限切れのため再確認）" if finding["reopened"] else "（了承待ち）"
        return f"理由：{finding['explanation']}{waits if finding['severity'] != 'block' else ''}"
    return str(finding["remedy_ja"])


def notes_chapter(material: Material) -> Iterator[Block]:
    """Yield the doubts about definitions, what is not verified, provisional values, and changes of the plan."""
    notes = list(_notes(material))
    if not notes:
        yield Paragraph((NOTHING,))
    for note in notes:
        yield Paragraph((f"・{note}",))


def _notes(material: Material) -> Iterator[str]:
    programme = material.programme
    for indicator in programme.indicators:
        for doubt in indicator.doubts:
            yield f"{indicator.item}) {indicator.title.ja}：{doubt}"
    for requirement in programme.requirements:
        for alternative in requirement.alternatives:
            if not alternative.verified and requirement.verified:
                yield f"{requirement.item}) の要件「{alternative.ja}」は様式の読み方の一つであり、未確認である。"
        if not requirement.verified:
            yield f"{requirement.item}) の要件の基準値（{requirement.text.ja}）は未確認である。"
    if not programme.rounding.tapered_money.verified:
        yield "逓減後の金額の端数は千円未満を切り捨てたが、扱いは未確認である。"
    provisional = sum(
        1 for key, one in material.facts.items()
        if key[0] != "TOTAL" and key[3] == "actual" and one["status"] == "provisional" and one["value"] is not None
    )  # fmt: skip
    if provisional:
        yield f"実績値のうち{provisional}件は速報値であり、表中に「*」を付した。確定値の回答により差し替える。"
    for submission in material.submissions:
        if submission["purpose"] == "plan" and submission["reason"]:
            yield f"計画変更：{submission['reason']}（承認：{submission['approver']}）"


def course_chapter(material: Material) -> Iterator[Block]:
    """Yield the course lists of each university; 該当なし where a list is empty."""
    for courses in material.programme.form.course_lists:
        yield Heading(2, courses.heading, f"courses_{courses.id}")
        empty = True
        for party in material.universities:
            rows = _courses(material, courses, party)
            if rows:
                empty = False
                yield _course_table(courses, party, rows)
        if empty:
            yield Paragraph((NOTHING,))


def _courses(material: Material, courses: CourseList, party: Party) -> dict[int, dict[str, dict[str, object]]]:
    found: dict[int, dict[str, dict[str, object]]] = {}
    for one in material.courses:
        if one["list"] == courses.id and one["university"] == party.code:
            found.setdefault(one["no"], {})[one["column"]] = one
    return found


def _course_table(courses: CourseList, party: Party, rows: dict[int, dict[str, dict[str, object]]]) -> Table:
    heads = [Cell(("番号",), align="center")]
    heads += [Cell((_short(column),), align="center") for column in courses.columns]
    body = [
        TableRow(
            (
                Cell((str(number),), align="center"),
                *(_cell(party, courses, column, number, fields.get(column.id)) for column in courses.columns),
            )
        )
        for number, fields in sorted(rows.items())
    ]
    shares = {"description": 4.2, "name": 2.8, "faculty": 1.5, "opened": 1.1, "category": 1.1}
    widths = (0.6, *(shares.get(column.id, 1.0) for column in courses.columns))
    return Table(widths, (TableRow(tuple(heads), is_head=True), *body), f"{party.label}：{party.name}", 8, is_list=True)


def _short(column: CourseColumn) -> str:
    if column.type == "percent":
        return "外国人学生の割合\n【目標】"
    return f"{column.head}\n{column.under}" if column.under else column.head


def _cell(
    party: Party, courses: CourseList, column: CourseColumn, number: int, given: dict[str, object] | None
) -> Cell:
    if given is None:
        return Cell()
    value = given["value"]
    if column.type == "text" or not isinstance(value, Decimal):
        is_long = column.id in ("description", "name", "faculty")
        return Cell((str(given["text"]),), align="left" if is_long else "center")
    return Cell((course_figure(party, courses, column, number, value),), align="right")


def course_figure(party: Party, courses: CourseList, column: CourseColumn, number: int, value: Decimal) -> Figure:
    """Return the figure of a number of a course list."""
    name = f"{courses.id}_{number}_{column.id}"
    key = fact_key(COURSE, f"{party.code}.{courses.id}.{number}.{column.id}", 0, "plan")
    return of_cell(value, column.type == "percent", party.short, name, key)


def growth_note(material: Material) -> str:
    """Return what 令和5年度比 and 達成率 mean, for the foot of the goals' head."""
    base = reiwa(material.programme.baseline_fy)
    return f"達成率は実績値を同じ年度の目標値で除した割合（目標値のある年度に限る）、{base}比は実績値を{base}の実績値で除した割合である。"
