"""An official 様式 with bookmarks is filled, and its structure stays as it was."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import yaml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.evaluation import write_evaluation
from reports.word.template import TemplateProblem
from tests.reports.conftest import AT, LEAD, three_years
from warehouse.programme import load_programme
from warehouse.workspace import Workspace, create_workspace


def official_form(path: Path, *bookmarks: str) -> None:
    """An official form: a heading, a table with a bookmark in a cell for each name, and a closing line."""
    document = docx.Document()
    document.add_paragraph("様式1　中間評価調書")
    table = document.add_table(rows=len(bookmarks), cols=2)
    for number, name in enumerate(bookmarks):
        table.cell(number, 0).text = name
        paragraph = table.cell(number, 1).paragraphs[0]
        paragraph._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>'))
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:b/></w:rPr><w:t>●●</w:t></w:r>"))
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
    document.add_paragraph("以上")
    document.save(str(path))


@pytest.fixture
def with_template(tmp_path: Path) -> Workspace:
    """A workspace whose interim report is an official form (a copy of the definition names it)."""
    import shutil

    folder = tmp_path / "definition"
    shutil.copytree(load_programme("social-impact-type2").folder, folder)
    outline = yaml.safe_load((folder / "outline.yaml").read_text(encoding="utf-8"))
    outline[0]["template"] = "様式1.docx"
    (folder / "outline.yaml").write_text(yaml.safe_dump(outline, allow_unicode=True), encoding="utf-8")
    workspace = create_workspace(tmp_path / "ws", str(folder), [("lead", LEAD, "北都大学")])
    three_years(workspace)
    return workspace


def test_sections_and_figures_fill_the_bookmarks_and_the_rest_stays(with_template: Workspace) -> None:
    official_form(with_template.root / "様式1.docx", "lead_4_B_2026_actual", "notes", "somebody_elses")
    path = write_evaluation(with_template, "interim", AT)[0]
    document = docx.Document(str(path))
    assert [p.text for p in document.paragraphs] == ["様式1　中間評価調書", "以上"]
    figure, notes, other = (document.tables[0].cell(number, 1) for number in range(3))
    assert figure.text.endswith("人") and "●" not in figure.text
    assert figure.paragraphs[0].runs[0].bold, "the look of what stood there is kept"
    assert "・1) 多文化共修科目数・参加学生数：" in notes.text
    assert other.text == "●●", "a bookmark that nobody answers to stays as it is"
    names = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert "lead_4_B_2026_actual" in names


def test_a_template_that_is_missing_or_has_no_bookmark_is_named(with_template: Workspace) -> None:
    with pytest.raises(TemplateProblem, match=r"様式1\.docx"):
        write_evaluation(with_template, "interim", AT)
    official_form(with_template.root / "様式1.docx", "somebody_elses")
    with pytest.raises(TemplateProblem, match="しおり"):
        write_evaluation(with_template, "interim", AT)
