"""The front page: who, which programme, which year, as of when; and, on a draft, what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reports.content import Block, Cell, Heading, Paragraph, Table, TableRow
from reports.material import Material, Row, japanese_day
from reports.note_words import release_line
from warehouse.programme.agenda import DocumentOutline

SEVERITY_WORDS = {"block": "要修正", "explain": "要理由", "note": "参考"}
TO_FILL_IN = "（記入してください）"
NOTHING = "該当なし"
_MOST_ON_FRONT = 12


def front_page(material: Material, outline: DocumentOutline) -> Iterator[Block]:
    """Yield the front page's parts."""
    programme = material.programme
    held = next((one.held_fy for one in programme.evaluations if one.id == outline.evaluation), material.last_fy)
    yield Paragraph((programme.name_in(held).ja,), "lead")
    yield Paragraph((f"{outline.ja}（{material.last_fy}年度実績）【{programme.type.ja}】",), "lead")
    if material.workspace.config.synthetic:
        yield Paragraph(("この文書は架空の合成データによる見本であり、実在の大学の実績ではない。",), "note")
    rows = [TableRow((Cell((label,), bold=True), Cell((text or TO_FILL_IN,)))) for label, text in _fields(material)]
    yield Table((1.1, 2.4), tuple(rows), size=10.5)
    if material.is_draft:
        yield from _open_on_front(material)
    elif material.notes:
        yield Paragraph((f"※{release_line(material)}",), "note")


def _fields(material: Material) -> Iterator[tuple[str, str | None]]:
    lead = material.workspace.lead
    partners = [party for party in material.universities if party.role != "lead"]
    yield "大学名（代表校）", lead.name
    yield "機関番号", lead.kaken_number
    yield "事業者（大学の設置者）", lead.founder
    yield "申請者（大学の学長）", lead.president
    yield "事業責任者", lead.responsible
    yield "連携校", "\n".join(f"{party.position}　{party.name}" for party in partners) or NOTHING
    yield "事務総括者部課", lead.office
    yield "連絡先", lead.contact
    yield "評価の対象", f"{material.programme.first_fy}年度から{material.last_fy}年度まで"
    yield "データの時点", f"{japanese_day(material.moment)}時点"
    yield "作成日", japanese_day(material.moment)


def _open_on_front(material: Material) -> Iterator[Block]:
    """What keeps the document a draft."""
    blocking = material.unreleased
    yield Heading(3, f"この文書は案である：未解決の要修正　{len(blocking)}件", "draft")
    rows = [TableRow((Cell((str(number),), align="center"), Cell((where(material, one),)), Cell((one["message_ja"],))))
            for number, one in enumerate(blocking[:_MOST_ON_FRONT], start=1)]  # fmt: skip
    heads = TableRow(tuple(Cell((text,), align="center", bold=True) for text in ("番号", "箇所", "内容")), is_head=True)
    yield Table((0.4, 1.6, 3.6), (heads, *rows), size=9)
    if len(blocking) > _MOST_ON_FRONT:
        yield Paragraph((f"ほか{len(blocking) - _MOST_ON_FRONT}件は「確認事項」の章に示す。",), "note")


def where(material: Material, finding: Row) -> str:
    """Return where a finding stands: university, year, sheet and cell."""
    party = material.party(finding["university"]) if finding["university"] else None
    name = (party.name or party.label) if party else ""
    cell = " ".join(part for part in (finding["sheet"], finding["cell"]) if part)
    return "\n".join(part for part in (name, cell or finding["file"] or "") if part) or "全体"


def finding_counts(material: Material) -> dict[str, int]:
    """Return how many findings stand without an accepted reason by severity, each severity present."""
    counts = Counter(finding["severity"] for finding in material.findings if finding["state"] != "waived")
    return {severity: counts[severity] for severity in SEVERITY_WORDS}
