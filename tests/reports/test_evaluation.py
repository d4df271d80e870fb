"""The evaluation report as an evaluator reads it, and as Word opens it."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from reports.content import Document
from reports.content_text import document_text
from reports.evaluation import evaluation_document, write_evaluation
from reports.material import read_material
from tests.reports.conftest import AT, FIRST, LEAD, SECOND, finding, load, returns, three_years
from warehouse import read
from warehouse.database import open_warehouse
from warehouse.workspace import Workspace, WorkspaceProblem

GOLDEN = Path(__file__).parent / "golden"


def interim(workspace: Workspace, as_of: datetime | None = None) -> Document:
    material = read_material(workspace, AT, 2026, as_of)
    return evaluation_document(material, next(one for one in workspace.programme.outline if one.id == "interim"))


def chapter(text: str, heading: str) -> str:
    """The part of a document's text from a heading to the next of its level."""
    start = text.index(f"\n{heading}")
    level = heading.split(" ")[0]
    following = re.search(rf"\n{level} |\n{'#' * (len(level) - 1)} " if len(level) > 1 else r"\n# ", text[start + 2 :])
    return text[start : start + 2 + following.start()] if following else text[start:]


def test_the_interim_report_reads_as_agreed(workspace: Workspace) -> None:
    three_years(workspace)
    golden = GOLDEN / "interim.txt"
    assert document_text(interim(workspace)).splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_the_same_warehouse_and_moment_give_the_same_text(workspace: Workspace) -> None:
    three_years(workspace)
    assert document_text(interim(workspace)) == document_text(interim(workspace))


def test_the_interim_report_prints_no_actual_after_the_year_it_judges(workspace: Workspace) -> None:
    three_years(workspace, lambda university, row, year, kind: 777777 if year == 2027 and kind == "actual" else None)
    text = document_text(interim(workspace))
    assert "777,777" not in text
    assert "令和9年度\n(実績値)" not in text and "令和9年度／(実績値)" not in text
    years = chapter(text, "## 年度別の状況")
    assert re.search(r"令和8年度\|.*132,000\|", years)
    assert re.search(r"令和9年度\|70%\|\d", years) and not re.search(r"令和9年度\|.*132,000", years)


def test_achievement_is_printed_only_where_the_year_has_a_target(workspace: Workspace) -> None:
    three_years(workspace)
    heads = [line for line in document_text(interim(workspace)).splitlines() if line.startswith("‖担当教員数")]
    assert heads and all(line.count("達成率") == 1 for line in heads)
    material = read_material(workspace, AT, 2025, None)
    text = document_text(evaluation_document(material, workspace.programme.outline[0]))
    assert "‖達成率" not in text


def test_each_party_has_its_table_and_the_lead_alone_its_internationalisation(workspace: Workspace) -> None:
    three_years(workspace)
    text = document_text(interim(workspace))
    four = chapter(text, "## 4) ")
    assert [line for line in four.splitlines() if line.startswith("▽ ")][1:] == [
        "▽ 合計", "▽ 代表校：北都大学", "▽ 連携校1：南西大学", "▽ 連携校2：湖東大学",
    ]  # fmt: skip
    assert "▽ 連携校" not in chapter(text, "## 7) ")


def test_a_verdict_on_actuals_is_printed_for_the_last_year_alone(workspace: Workspace) -> None:
    three_years(workspace)
    requirements = chapter(document_text(interim(workspace)), "# 3. 要件")
    assert "達成" not in requirements.replace("# 3. 要件の達成見込み", "")
    assert "要件を満た" in requirements and "ポイント" in requirements
    for year in (2028, 2029):
        load(workspace, *returns(workspace, year))
    final = read_material(workspace, datetime(2030, 6, 30), 2029, None)
    text = document_text(evaluation_document(final, workspace.programme.outline[1]))
    assert re.search(r"最終年度の実績：(未?達成)", chapter(text, "# 3. 要件"))


def test_a_requirement_met_only_after_rounding_is_said(workspace: Workspace) -> None:
    def change(university: str, row: str, year: int, kind: str) -> int | None:
        values = {"6.a": 10000, "6.u": 5996}
        return values.get(row) if university == LEAD and year == 2029 else None

    three_years(workspace, change)
    six = chapter(document_text(interim(workspace)), "## 6) 事業計画最終年度")
    assert "代表校：北都大学　（目標値の設定：要件を満たさない（四捨五入後の値でのみ届く））" in six


def test_an_undefined_ratio_is_a_dash_in_the_document(workspace: Workspace) -> None:
    three_years(
        workspace,
        lambda university, row, year, kind: 0 if university == SECOND and row[:2] == "6." and year == 2023 else None,
    )
    six = chapter(document_text(interim(workspace)), "## 6) 外国人留学生")
    ratios = [line for line in six.splitlines() if line.startswith("|【割合】")]
    assert ratios[-1].split("|")[2] == "－" and ratios[0].split("|")[2].endswith("%")


def test_no_heading_is_dropped_and_an_empty_section_asks_or_says_nothing_applies(workspace: Workspace) -> None:
    three_years(workspace)
    text = document_text(interim(workspace))
    for section in workspace.programme.outline[0].sections:
        if section.kind not in ("cover", "indicator"):
            assert f"# {section.heading}\n" in text
    assert "（記入してください：" in text
    assert chapter(text, "# 5. 確認事項").strip().endswith("該当なし\n―――") or "該当なし" in chapter(
        text, "# 5. 確認事項"
    )


def test_text_of_the_narrative_folder_takes_the_placeholders_place(workspace: Workspace) -> None:
    three_years(workspace)
    folder = workspace.narrative / "interim"
    folder.mkdir(parents=True)
    (folder / "indicator_4_analysis.md").write_text(
        "2026年度は、\n目標を下回った。\n\n- 円安の影響\n", encoding="utf-8"
    )
    write_evaluation(workspace, "interim", AT)
    four = chapter(document_text(interim(workspace)), "## 4) ")
    assert "2026年度は、目標を下回った。\n・円安の影響" in four
    assert "indicator_4_analysis" not in four and "indicator_4_plan" in four


def test_a_section_written_by_an_old_editor_is_read_and_one_that_is_no_text_is_named(workspace: Workspace) -> None:
    folder = workspace.narrative / "interim"
    folder.mkdir(parents=True)
    (folder / "position.md").write_bytes("位置付けの説明。".encode("cp932"))
    write_evaluation(workspace, "interim", AT)
    assert "位置付けの説明。" in document_text(interim(workspace))
    (folder / "position.md").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    with pytest.raises(WorkspaceProblem, match=r"narrative/interim/position\.md を読めません"):
        write_evaluation(workspace, "interim", AT)


def test_an_open_correction_makes_the_report_a_draft_that_says_what_is_open(workspace: Workspace) -> None:
    three_years(workspace, findings=(finding(), finding("explain")))
    path = write_evaluation(workspace, "interim", AT)[0]
    assert path.name == "中間評価調書_令和8年度_案.docx"
    text = document_text(interim(workspace))
    assert "〔【案】〕" in text and "未解決の要修正　1件" in text
    assert "要修正1件、要理由1件、参考0件" in text and "回答「約300」は数値ではありません。" in text


def test_without_an_open_correction_the_report_is_final(workspace: Workspace) -> None:
    three_years(workspace, findings=(finding("explain"),))
    path = write_evaluation(workspace, "interim", AT)[0]
    assert path.name == "中間評価調書_令和8年度.docx"
    assert "【案】" not in document_text(interim(workspace))


def test_the_report_can_be_written_as_of_an_earlier_day(workspace: Workspace) -> None:
    three_years(workspace)
    before = interim(workspace, datetime(2027, 5, 1))
    five = next(one for one in before.figures() if one.id == "lead_5_A_2025_actual")
    assert five.text and not any(one.id == "lead_5_A_2026_actual" and one.text for one in before.figures())


def test_the_word_file_has_real_headings_east_asian_fonts_page_numbers_and_alt_texts(workspace: Workspace) -> None:
    three_years(workspace)
    path = write_evaluation(workspace, "interim", AT)[0]
    document = docx.Document(str(path))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert ("Heading 1", "2. 成果目標の達成状況") in headings
    assert ("Heading 2", "4) 日本人学生の海外留学人数・割合") in headings and ("Heading 3", "【現状分析】") in headings
    normal, heading = document.styles["Normal"], document.styles["Heading 1"]
    assert normal.font.size.pt == 10.5
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "ＭＳ 明朝"
    assert heading.element.rPr.rFonts.get(qn("w:eastAsia")) == "ＭＳ ゴシック"
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm), round(section.left_margin.mm)) == (
        210,
        297,
        20,
    )
    assert "PAGE" in section.footer._element.xml and "架空の合成データ" in section.header.paragraphs[0].text
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 8 and all("令和8年度" in one.get("descr") for one in pictures)


def test_every_figure_stands_in_a_bookmark_of_its_own_and_in_the_warehouse(workspace: Workspace) -> None:
    three_years(workspace)
    path = write_evaluation(workspace, "interim", AT)[0]
    body = zipfile.ZipFile(path).read("word/document.xml").decode()
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', body)
    numbers = re.findall(r'<w:bookmarkStart [^>]*w:id="([^"]+)"', body)
    assert len(set(names)) == len(names) == len(set(numbers)) > 300
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    with open_warehouse(workspace.database) as connection:
        kept = {row["place"]: row for row in read.rows(connection, "raw.figure")}
        document = read.rows(connection, "raw.document")[0]
    assert set(kept) == set(names)
    total = kept["total_4_B_2026_actual"]
    assert total["facts"] == ["TOTAL/4.B/2026/actual"] and len(total["sources"]) == 3
    assert any(source.startswith(f"回答_{LEAD}_2026.xlsx|審査項目⑨|E") for source in total["sources"])
    money = kept["money_travel_2026_granted"]
    assert money["facts"] == ["MONEY/travel/2026/granted"] and money["sources"] == [f"回答_{LEAD}_2026.xlsx||"]
    assert kept["lead_regular_1_target_r8_0_plan"]["sources"] == ["データ集.xlsx|⑩|C7"]
    assert (document["kind"], document["fiscal_year"], document["is_draft"]) == ("interim", 2026, False)


def test_the_manifest_says_from_what_the_report_was_made(workspace: Workspace) -> None:
    three_years(workspace)
    path, manifest = write_evaluation(workspace, "interim", AT, datetime(2027, 6, 1))
    content = json.loads(manifest.read_text(encoding="utf-8"))
    assert manifest.name == f"{path.name}.manifest.json"
    assert content["as_of"] == "2027-06-01T00:00:00" and content["definition"] == workspace.programme.hash
    assert {one["file"] for one in content["inputs"]} >= {"データ集.xlsx", f"回答_{FIRST}_2026.xlsx"}
    assert len(content["log_head"]) == 64 and content["figures"] > 300 and content["is_synthetic"]


def test_a_programme_renamed_by_its_ministry_is_called_by_the_name_of_the_year(workspace: Workspace) -> None:
    three_years(workspace)
    assert "ソーシャルインパクト創出のための多文化共修キャンパス形成支援事業" in document_text(interim(workspace))


def test_an_unknown_evaluation_is_refused(workspace: Workspace) -> None:
    with pytest.raises(KeyError):
        write_evaluation(workspace, "yearly", AT)
