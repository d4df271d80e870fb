"""Findings in the cells of a received workbook: a colour for each, and a comment with what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from lxml import etree

from reports.annotated.package import OFFICE, PatchedPackage, root_element
from reports.annotated.vml import new_drawing, shape
from warehouse.intake.book.comment_mark import MARK, without_ours
from warehouse.intake.spreadsheet import Unreadable, column_letters, position

AUTHOR = "確認事項"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AFTER_LEGACY = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


class Styles:
    """The cell styles of a workbook, to which the same style in another colour is added once."""

    def __init__(self, package: PatchedPackage, part: str) -> None:
        self._root = package.tree(part)
        self._space = etree.QName(self._root).namespace
        self._fills: dict[str, int] = {}
        self._clones: dict[tuple[int, str], int] = {}

    def coloured(self, style: int, colour: str) -> int:
        """Return the number of a style that is like another one but filled with a colour (RRGGBB)."""
        key = (style, colour)
        if key not in self._clones:
            formats = self._child("cellXfs")
            source = formats[style] if style < len(formats) else formats[0]
            clone = deepcopy(source)
            clone.set("fillId", str(self._fill(colour)))
            clone.set("applyFill", "1")
            self._clones[key] = self._append(formats, clone)
        return self._clones[key]

    def laid_out(self, colour: str | None = None, *, wraps: bool = True) -> int:
        """Return the number of a plain style for text that wraps, filled with a colour where one is given."""
        formats = self._child("cellXfs")
        clone = deepcopy(formats[0])
        for each in list(clone):
            clone.remove(each)
        etree.SubElement(clone, f"{{{self._space}}}alignment", vertical="top", wrapText="1" if wraps else "0")
        clone.set("applyAlignment", "1")
        if colour:
            clone.set("fillId", str(self._fill(colour)))
            clone.set("applyFill", "1")
        return self._append(formats, clone)

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            fill = etree.Element(f"{{{self._space}}}fill")
            pattern = etree.SubElement(fill, f"{{{self._space}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{self._space}}}fgColor", rgb=f"FF{colour}")
            etree.SubElement(pattern, f"{{{self._space}}}bgColor", indexed="64")
            self._fills[colour] = self._append(self._child("fills"), fill)
        return self._fills[colour]

    def _child(self, name: str) -> etree._Element:
        found = self._root.find(f"{{{self._space}}}{name}")
        assert found is not None, name
        return found

    @staticmethod
    def _append(parent: etree._Element, child: etree._Element) -> int:
        parent.append(child)
        parent.set("count", str(len(parent)))
        return len(parent) - 1


def colour_cells(package: PatchedPackage, part: str, styles: Styles, colours: Mapping[str, str]) -> None:
    """Give cells of a sheet, by address, a colour beside the look that they have; a cell that is not there is made."""
    root = package.tree(part)
    space = etree.QName(root).namespace
    data = root.find(f"{{{space}}}sheetData")
    if data is None:
        return
    rows = {int(row.get("r") or 0): row for row in data}
    for address, colour in colours.items():
        number, column = position(address)
        row = rows.get(number)
        if row is None:
            row = rows[number] = etree.Element(f"{{{space}}}row", r=str(number))
            data.insert(sum(other < number for other in rows if other != number), row)
        cell = _cell(row, number, column, f"{{{space}}}c")
        cell.set("s", str(styles.coloured(int(cell.get("s") or 0), colour)))


def _cell(row: etree._Element, number: int, column: int, tag: str) -> etree._Element:
    place = 0
    for cell in row:
        here = position(cell.get("r") or "A1")[1]
        if here == column:
            return cell
        place += here < column
    cell = etree.Element(tag, r=f"{column_letters(column)}{number}", s=row.get("s") or "0")
    row.insert(place, cell)
    return cell


def comment_cells(package: PatchedPackage, part: str, texts: Mapping[str, Sequence[str]]) -> None:
    """Put texts into comments of a sheet by address; what somebody else wrote in a comment stays above ours."""
    related = dict(package.relations(part).values())
    drawing = related.get("vmlDrawing") or _new_drawing(package, part)
    try:
        shapes = package.tree(drawing)
    except Unreadable:  # some programs write boxes that are no sound XML: the colours and the list say it all
        return
    comments = related.get("comments") or _new_comments(package, part)
    listed = package.tree(comments)
    space = etree.QName(listed).namespace
    authors, entries = listed.find(f"{{{space}}}authors"), listed.find(f"{{{space}}}commentList")
    assert authors is not None
    assert entries is not None
    etree.SubElement(authors, f"{{{space}}}author").text = AUTHOR
    known = {each.get("ref"): each for each in entries}
    for count, (address, said) in enumerate(texts.items()):
        ours = MARK + "\n" + "\n".join(said)
        entry = known.get(address)
        if entry is None:
            entry = etree.SubElement(entries, f"{{{space}}}comment", ref=address, authorId=str(len(authors) - 1))
            row, column = position(address)
            shapes.append(shape(count, row, column, ours))
        else:
            _cut_ours(entry, space)
            ours = "\n" + ours
        text = entry.find(f"{{{space}}}text")
        text = etree.SubElement(entry, f"{{{space}}}text") if text is None else text
        run = etree.SubElement(text, f"{{{space}}}r")
        written = etree.SubElement(run, f"{{{space}}}t")
        written.text = ours
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _cut_ours(entry: etree._Element, space: str | None) -> None:
    """Take away what an earlier return of ours wrote into a comment."""
    is_ours = False
    for written in entry.iter(f"{{{space}}}t"):
        text = written.text or ""
        written.text = "" if is_ours else without_ours(text)
        is_ours = is_ours or MARK in text


def _new_comments(package: PatchedPackage, part: str) -> str:
    space = etree.QName(package.tree(part)).namespace
    root = root_element(str(space), "comments")
    etree.SubElement(root, f"{{{space}}}authors")
    etree.SubElement(root, f"{{{space}}}commentList")
    name = package.free_name("xl/commentsRokunen{}.xml")
    package.put(name, root, COMMENTS_TYPE)
    package.relate(part, "comments", name)
    return name


def _new_drawing(package: PatchedPackage, part: str) -> str:
    name = package.free_name("xl/drawings/vmlDrawingRokunen{}.vml")
    package.declare("vml", VML_TYPE)
    package.put(name, new_drawing(), None)
    id_ = package.relate(part, "vmlDrawing", name)
    root = package.tree(part)
    space = etree.QName(root).namespace
    pointer = etree.Element(f"{{{space}}}legacyDrawing")
    pointer.set(f"{{{OFFICE}}}id", id_)
    later = {f"{{{space}}}{each}" for each in AFTER_LEGACY}
    place = next((number for number, each in enumerate(root) if each.tag in later), len(root))
    root.insert(place, pointer)
    return name
