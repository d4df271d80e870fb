"""The evaluation reports: 中間評価調書 and 事後評価調書, from the outline of the definition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from reports.chapters.back import course_chapter, findings_chapter, growth_note, notes_chapter
from reports.chapters.budget import budget_chapter
from reports.chapters.front import front_page
from reports.chapters.indicators import indicator_heading, indicator_tables, year_columns
from reports.chapters.requirements import requirement_chapter
from reports.chart_content import indicator_chart
from reports.content import Block, Document, Heading, PageBreak, Paragraph, Section
from reports.manifest import DRAFT, Output, output_name, publish
from reports.material import Material, read_material, reiwa
from reports.narrative import narrative
from reports.notes import with_notes
from reports.word.template import fill_template, find_template
from reports.word.write import write_word
from warehouse.database import open_warehouse
from warehouse.definition import in_force
from warehouse.narrative import SUFFIX, keep_narrative
from warehouse.programme.agenda import DocumentOutline
from warehouse.programme.agenda import Section as OutlineSection
from warehouse.programme.indicator import Indicator
from warehouse.programme.part import Evaluation
from warehouse.workspace import Workspace

NOTES = "notes"  # the chapter of notes where the outline has none
SYNTHETIC = "【架空の合成データ】"
_WIDE = 8  # more value columns than this stand on a page laid across


def write_evaluation(workspace: Workspace, evaluation: str, at: datetime, as_of: datetime | None = None) -> list[Path]:
    """Write the report of an evaluation (`interim` or `final`) and return the paths: the .docx and its manifest.

    It prints what was known at `as_of` (naive UTC) and no actual after the judged year. While a 要修正 is open the
    file is marked 案. KeyError where the definition has no such evaluation or outline.
    """
    workspace = in_force(workspace, as_of)
    judged = judged_evaluation(workspace, evaluation)
    outline = next((one for one in workspace.programme.outline if one.evaluation == evaluation), None)
    if outline is None:
        raise KeyError(evaluation)
    if as_of is None:
        with open_warehouse(workspace.database) as connection:
            keep_narrative(connection, workspace.narrative, at)
    material = read_material(workspace, at, judged.judged_fy, as_of, evaluation)
    document = evaluation_document(material, outline)
    name = output_name(material, f"{outline.file}_{reiwa(judged.judged_fy)}", ".docx")
    path = workspace.reports / evaluation / name
    if outline.template:
        template = find_template(outline.template, workspace.root, Path(workspace.programme.folder))
        placed = fill_template(document, template, path)
    else:
        placed = write_word(document, path)
    return publish(material, [Output(path, evaluation, judged.judged_fy, tuple(placed))])


def judged_evaluation(workspace: Workspace, evaluation: str) -> Evaluation:
    """Return an evaluation of the programme by its id; KeyError where there is none."""
    for one in workspace.programme.evaluations:
        if one.id == evaluation:
            return one
    raise KeyError(evaluation)


def evaluation_document(material: Material, outline: DocumentOutline) -> Document:
    """Return the report as a tree, before any file format."""
    held = next(
        (one.held_fy for one in material.programme.evaluations if one.id == outline.evaluation), material.last_fy
    )
    header = [material.programme.name_in(held).ja, material.workspace.lead.name]
    if material.workspace.config.synthetic:
        header.insert(0, SYNTHETIC)
    if material.is_draft:
        header.insert(0, f"【{DRAFT}】")
    sections = tuple(
        section
        for before, entry in zip((None, *outline.sections), outline.sections, strict=False)
        for section in _sections(material, outline, entry, before)
    )
    document = Document(
        title=f"{outline.ja}（{material.last_fy}年度実績）",
        header=tuple(header),
        sections=sections,
        is_draft=material.is_draft,
        properties={"author": material.workspace.lead.name},
    )
    chapter = next((one.id for one in outline.sections if one.kind == "notes"), NOTES)
    heading = Heading(1, "注記", NOTES)
    return with_notes(document, material, Section(chapter, (heading,)), below_tables=not outline.template)


def _sections(
    material: Material, outline: DocumentOutline, entry: OutlineSection, before: OutlineSection | None
) -> Iterator[Section]:
    if entry.kind == "indicator":
        some = [one for one in material.programme.indicators if entry.item in (None, one.item)]
        for number, indicator in enumerate(some):
            opens = number == 0 and before is not None and before.kind == "text"
            blocks = tuple(_indicator(material, outline, entry, indicator, opens))
            yield Section(f"{entry.id}_{indicator.item}", blocks)
        return
    heading: tuple[Block, ...] = (Heading(entry.level, entry.heading, entry.id),) if entry.kind != "cover" else ()
    yield Section(entry.id, (*_break(material, outline, entry), *heading, *_blocks(material, outline, entry)))


def _break(material: Material, outline: DocumentOutline, entry: OutlineSection) -> tuple[Block, ...]:
    """The page on which a chapter begins: a new one for each of the first level, across for what is wide."""
    if entry.kind == "cover" or entry.level > 1:
        return ()
    place = outline.sections.index(entry)
    after = outline.sections[place + 1] if place + 1 < len(outline.sections) else None
    opens_wide = entry.kind == "text" and after is not None and after.kind == "indicator" and _is_wide(material)
    return (PageBreak(landscape=entry.kind == "courses" or opens_wide),)


def _is_wide(material: Material) -> bool:
    return len(year_columns(material)) > _WIDE


def _blocks(material: Material, outline: DocumentOutline, entry: OutlineSection) -> Iterator[Block]:
    if entry.kind == "cover":
        yield from front_page(material, outline)
    elif entry.kind == "requirements":
        yield from requirement_chapter(material)
    elif entry.kind == "budget":
        yield from budget_chapter(material, material.last_fy)
    elif entry.kind == "findings":
        yield from findings_chapter(material)
    elif entry.kind == "notes":
        yield from notes_chapter(material)
    elif entry.kind == "courses":
        yield from course_chapter(material)
    elif entry.kind == "narrative":
        limit = f"　{entry.page_limit}ページ以内" if entry.page_limit else ""
        yield from _written(material, outline, entry.id, entry.prompt, limit)
    elif entry.id == "goals":
        yield Paragraph((growth_note(material),), "note")


def _indicator(
    material: Material, outline: DocumentOutline, entry: OutlineSection, indicator: Indicator, opens: bool
) -> Iterator[Block]:
    is_wide = _is_wide(material)
    if is_wide and not opens:
        yield PageBreak(landscape=True)
    yield from indicator_heading(material, indicator, entry.level)
    yield Heading(entry.level + 1, "【実績及び目標】")
    yield from indicator_tables(material, indicator)
    if is_wide:
        yield PageBreak()
    chart = indicator_chart(material, indicator)
    if chart:
        yield chart
    limit = f"　表を除いて{entry.page_limit}ページ以内" if entry.page_limit else ""
    for part, heading in (("analysis", "【現状分析】"), ("plan", "【今後の計画】")):
        yield Heading(entry.level + 1, heading)
        prompt = f"{indicator.item}) {indicator.title.ja}について、{entry.prompt or heading}"
        yield from _written(material, outline, f"{entry.id}_{indicator.item}_{part}", prompt, limit)


def _written(
    material: Material, outline: DocumentOutline, section: str, prompt: str | None, limit: str
) -> Iterator[Block]:
    text = material.narrative.get((outline.id, section))
    return narrative(text, f"{material.workspace.narrative.name}/{outline.id}/{section}{SUFFIX}", prompt, limit)
