"""The list of findings (確認事項) that goes back to a university, as a sheet of its workbook or a workbook of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from openpyxl import Workbook as Book

from reports.annotated.cells import Styles
from reports.annotated.package import MAIN, OFFICE, PatchedPackage, root_element
from reports.collection import style

SHEET = "確認事項"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
WORDS = {"block": "要修正", "explain": "要理由", "note": "参考"}
COLOURS = {"block": "FFC7CE", "explain": "FFEB9C", "note": "DDEBF7"}
HEADS = ("番号", "区分", "箇所", "項番", "確認事項", "対応")
WIDTHS = (6.0, 9.0, 26.0, 14.0, 70.0, 60.0)
INTRODUCTION = (
    "要修正：数値や記入方法を直して、差替えを提出してください。",
    "要理由：数値が正しければ、備考に理由を記入してください。誤りであれば直してください。",
    "参考：読み取り方のお知らせです。対応は不要です。",
)

HEAD_ROW = len(INTRODUCTION) + 3


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as it goes back: its severity, where it stands (blank: nowhere in particular), and both sentences."""

    severity: str
    sheet: str | None
    cell: str | None
    row: str | None
    message: str
    remedy: str

    @property
    def place(self) -> str:
        """The place as people read it."""
        return " ".join(part for part in (self.sheet, self.cell) if part) or "（ファイル全体）"


def add_list(package: PatchedPackage, workbook: str, styles: Styles, title: str, remarks: Sequence[Remark]) -> None:
    """Add the list as the last sheet of a workbook, each place a link to its cell."""
    book = package.tree(workbook)
    space = etree.QName(book).namespace
    sheets = book.find(f"{{{space}}}sheets")
    assert sheets is not None
    taken = {each.get("name") for each in sheets}
    name = next(each for each in (SHEET, *(f"{SHEET} ({n})" for n in range(2, 1000))) if each not in taken)
    part = package.free_name("xl/worksheets/sheetRokunen{}.xml")
    package.put(part, _sheet(styles, title, remarks), SHEET_TYPE)
    number = max(int(each.get("sheetId") or 0) for each in sheets) + 1
    entry = etree.SubElement(sheets, f"{{{space}}}sheet", name=name, sheetId=str(number))
    entry.set(f"{{{OFFICE}}}id", package.relate(workbook, "worksheet", part))
    _repeat_heads(book, sheets, name)


def _repeat_heads(book: etree._Element, sheets: etree._Element, name: str) -> None:
    """Let the row of heads stand on every printed page of the last sheet: a defined name of the workbook."""
    space = etree.QName(book).namespace
    names = book.find(f"{{{space}}}definedNames")
    if names is None:
        before = [each for each in book if etree.QName(each).localname in ("functionGroups", "externalReferences")]
        names = etree.Element(f"{{{space}}}definedNames")
        (before[-1] if before else sheets).addnext(names)
    titles = etree.SubElement(names, f"{{{space}}}definedName", name="_xlnm.Print_Titles")
    titles.set("localSheetId", str(len(sheets) - 1))
    titles.text = f"'{name}'!${HEAD_ROW}:${HEAD_ROW}"


def write_list(path: Path, title: str, remarks: Sequence[Remark]) -> None:
    """Write the list as a workbook of its own, for a file that cannot carry it."""
    book = Book()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    style.columns(sheet, list(WIDTHS))
    for number, text in enumerate((title, *INTRODUCTION), 1):
        style.put(sheet, number, 1, text, boxed=False, wrap=False, bold=number == 1)
    head = HEAD_ROW
    for column, text in enumerate(HEADS, 1):
        style.put(sheet, head, column, text, bold=True, fill=style.HEAD, across="center")
    for number, remark in enumerate(remarks, 1):
        for column, text in enumerate(_fields(number, remark), 1):
            fill = COLOURS[remark.severity] if column == 2 else None
            cell = style.put(sheet, head + number, column, text, fill=fill, down="top")
            cell.data_type = "s"
        sheet.row_dimensions[head + number].height = max(map(style.height, _fields(number, remark), WIDTHS))
    style.page(sheet, landscape=True, title_row=head, left=title, foot="", right="")
    book.save(path)


def _fields(number: int, remark: Remark) -> tuple[str, ...]:
    return str(number), WORDS[remark.severity], remark.place, remark.row or "", remark.message, remark.remedy


def _sheet(styles: Styles, title: str, remarks: Sequence[Remark]) -> etree._Element:
    plain, wrapped, head = styles.laid_out(wraps=False), styles.laid_out(), styles.laid_out("D9E1F2")
    colours = {severity: styles.laid_out(colour) for severity, colour in COLOURS.items()}
    root = root_element(MAIN, "worksheet", r=OFFICE)
    properties = etree.SubElement(root, f"{{{MAIN}}}sheetPr")
    etree.SubElement(properties, f"{{{MAIN}}}tabColor", rgb="FFC00000")
    etree.SubElement(properties, f"{{{MAIN}}}pageSetUpPr", fitToPage="1")
    views = etree.SubElement(root, f"{{{MAIN}}}sheetViews")
    etree.SubElement(views, f"{{{MAIN}}}sheetView", workbookViewId="0")
    columns = etree.SubElement(root, f"{{{MAIN}}}cols")
    for number, width in enumerate(WIDTHS, 1):
        etree.SubElement(columns, f"{{{MAIN}}}col", min=str(number), max=str(number), width=str(width), customWidth="1")
    data = etree.SubElement(root, f"{{{MAIN}}}sheetData")
    for number, text in enumerate((title, *INTRODUCTION), 1):
        _row(data, number, [text], [plain])
    first = HEAD_ROW
    _row(data, first, HEADS, [head] * len(HEADS))
    for number, remark in enumerate(remarks, 1):
        looks = [wrapped, colours[remark.severity], *[wrapped] * (len(HEADS) - 2)]
        fields = _fields(number, remark)
        _row(data, first + number, fields, looks, max(map(style.height, fields, WIDTHS)))
    _links(root, first, remarks)
    etree.SubElement(
        root, f"{{{MAIN}}}pageSetup", paperSize="9", orientation="landscape", fitToWidth="1", fitToHeight="0"
    )
    return root


def _row(
    data: etree._Element, number: int, texts: Sequence[str], looks: Sequence[int], height: float | None = None
) -> None:
    row = etree.SubElement(data, f"{{{MAIN}}}row", r=str(number))
    if height:
        row.set("ht", f"{height:.1f}")
        row.set("customHeight", "1")
    for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
        cell = etree.SubElement(row, f"{{{MAIN}}}c", r=f"{chr(65 + column)}{number}", s=str(look), t="inlineStr")
        written = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
        written.text = text


def _links(root: etree._Element, head: int, remarks: Sequence[Remark]) -> None:
    linked = [(number, remark) for number, remark in enumerate(remarks, head + 1) if remark.sheet]
    if not linked:
        return
    links = etree.SubElement(root, f"{{{MAIN}}}hyperlinks")
    for number, remark in linked:
        sheet = (remark.sheet or "").replace("'", "''")
        etree.SubElement(
            links,
            f"{{{MAIN}}}hyperlink",
            ref=f"C{number}",
            location=f"'{sheet}'!{remark.cell or 'A1'}",
            display=remark.place,
        )
