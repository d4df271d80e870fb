"""What goes back to a university: its own workbook, marked, with nothing else changed."""

import io
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule

from flows.collect import collect
from reports.annotated.list_sheet import Remark, write_list
from reports.annotated.write import annotated, write_annotated
from reports.collection.form import write_forms
from tests.builders import FIRST, NAMES, a_workspace
from tests.officer import cell_of, fill, opened, read, saved
from warehouse.workspace import Workspace

AT = datetime(2026, 6, 1)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture of a seal"
REMARKS = [
    Remark("block", "第1回（5月1日）", "G11", "2.A", "「約300」は数値が定まりません", "確かな数値を入力してください"),
    Remark("note", "第1回（5月1日）", "G11", "2.A", "単位を除きました", "対応は不要です"),
    Remark("explain", "第1回（5月1日）", "Z99", None, "何もないセル", "理由を"),
    Remark("note", None, None, None, "ファイル名", "対応は不要です"),
]


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path)


def an_answer(place: Workspace) -> bytes:
    """Return an answer with everything that a re-saving program may lose: a chart, a picture, another's comment."""
    write_forms(place, 2026, AT)
    book = opened(next(path for path in place.outbox(2026).glob("*.xlsx") if NAMES[FIRST] in path.name))
    fill(book)
    cell = cell_of(book, "2.A")
    cell.value = "約300"
    cell.comment = Comment("学内で確認済み", "人事課")
    extra = book.create_sheet("学内メモ")
    for number in range(1, 6):
        extra.append([number, number * 2])
    chart = BarChart()
    chart.add_data(Reference(extra, 1, 1, 2, 5))
    extra.add_chart(chart, "E2")
    extra.conditional_formatting.add("A1:A5", ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"))  # type: ignore[no-untyped-call]
    return with_a_picture(saved(book))


def with_a_picture(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info))
        target.writestr("xl/media/image1.png", PICTURE)
        target.writestr("customXml/item1.xml", "<memo>  学内  </memo>")
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_every_part_that_is_not_touched_keeps_its_bytes(place: Workspace) -> None:
    before = an_answer(place)
    old, new = parts(before), parts(annotated(before, "題", REMARKS))
    changed = {name for name in old if old[name] != new[name]}
    assert old.keys() <= new.keys()
    assert len([name for name in changed if name.startswith("xl/worksheets/sheet")]) == 1
    assert {name.rpartition("/")[2] for name in changed if "worksheets/sheet" not in name} == {
        "[Content_Types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml", "comment1.xml", "commentsDrawing1.vml",
    }  # fmt: skip
    assert new["xl/media/image1.png"] == PICTURE
    assert any("charts/chart" in name for name in old)


def test_only_the_marked_cells_look_different_and_no_value_changes(place: Workspace) -> None:
    before = an_answer(place)
    old, new = (openpyxl.load_workbook(io.BytesIO(each)) for each in (before, annotated(before, "題", REMARKS)))
    different = set()
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other: Any = new[sheet.title][cell.coordinate]
                assert other.value == cell.value
                for look in ("number_format", "font", "border", "protection", "alignment"):
                    assert repr(getattr(other, look)) == repr(getattr(cell, look))
                if repr(other.fill) != repr(cell.fill):
                    different.add((sheet.title, cell.coordinate, other.fill.fgColor.rgb))
    assert different == {("第1回（5月1日）", "G11", "FFFFC7CE")}
    assert new["第1回（5月1日）"]["Z99"].fill.fgColor.rgb == "FFFFEB9C"


def test_the_cell_says_what_is_wrong_below_what_somebody_else_wrote(place: Workspace) -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotated(an_answer(place), "題", REMARKS)))
    comment = book["第1回（5月1日）"]["G11"].comment
    assert comment is not None
    assert comment.text.startswith(
        "学内で確認済み\n【確認事項】\n［要修正］「約300」は数値が定まりません\n→ 確かな数値"
    )
    assert "［参考］" in comment.text


def test_the_list_links_to_the_cells(place: Workspace) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(annotated(an_answer(place), "題", REMARKS))).worksheets[-1]
    assert sheet.title == "確認事項"
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
    assert [line[1] for line in lines] == ["要修正", "参考", "要理由", "参考"]
    link = sheet["C7"].hyperlink
    assert link is not None
    assert link.location == "'第1回（5月1日）'!G11"
    assert lines[3][2] == "（ファイル全体）"


def test_the_heads_of_the_list_stand_on_every_printed_page(place: Workspace, tmp_path: Path) -> None:
    before = an_answer(place)
    titles = [sheet.print_title_rows for sheet in openpyxl.load_workbook(io.BytesIO(before)).worksheets]
    after = openpyxl.load_workbook(io.BytesIO(annotated(before, "題", REMARKS))).worksheets
    assert [sheet.print_title_rows for sheet in after] == [*titles, "$6:$6"]
    write_list(tmp_path / "list.xlsx", "題", REMARKS)
    alone = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    assert (alone.print_title_rows, alone["A6"].value, alone.page_setup.orientation) == ("$6:$6", "番号", "landscape")


def test_what_comes_back_again_is_read_as_before_and_our_words_are_not_the_universitys(place: Workspace) -> None:
    before = an_answer(place)
    name = f"{NAMES[FIRST]}_調査票_2026.xlsx"
    first = read(place, before, name, 2026)
    once = annotated(before, "題", REMARKS)
    twice = annotated(once, "題", REMARKS)
    for content in (once, twice):
        assert read(place, content, name, 2026).data == first.data
    book = openpyxl.load_workbook(io.BytesIO(twice))
    assert book["第1回（5月1日）"]["G11"].comment.text.count("【確認事項】") == 1
    assert "学内で確認済み" in str({datum.row: datum.note for datum in first.data}["2.A"])


def test_each_university_gets_its_own_file_and_nobody_where_nothing_is_open(place: Workspace) -> None:
    inbox = place.inbox(2026)
    inbox.mkdir(parents=True)
    (inbox / f"{NAMES[FIRST]}.xlsx").write_bytes(an_answer(place))
    collect(place, 2026, AT, {})
    [path] = write_annotated(place, 2026)
    assert path.name == f"{NAMES[FIRST]}_確認事項_2026.xlsx"
    book = openpyxl.load_workbook(path)
    assert "要修正" in str(book["第1回（5月1日）"]["G11"].comment)


def test_a_csv_gets_the_list_alone(place: Workspace) -> None:
    inbox = place.inbox(2026)
    inbox.mkdir(parents=True)
    (inbox / f"{NAMES[FIRST]}.csv").write_text("行,年度,値,状態\n5.A,2026,=千\x07三百,確定\n", encoding="utf-8")
    collect(place, 2026, AT, {})
    [path] = write_annotated(place, 2026)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["確認事項"]
    assert not any(cell.data_type == "f" for row in book.worksheets[0].iter_rows() for cell in row)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_program_opens_it(place: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "back.xlsx"
    path.write_bytes(annotated(an_answer(place), "題", REMARKS))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "ods", path.name],
        cwd=tmp_path, capture_output=True, check=True, timeout=240,
    )  # fmt: skip
    content = parts((tmp_path / "back.ods").read_bytes())["content.xml"].decode()
    assert "約300」は数値が定まりません" in content
    assert "学内で確認済み" in content
