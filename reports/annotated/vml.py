"""The boxes in which a spreadsheet shows its comments: a drawing in the old VML form."""

from __future__ import annotations

from lxml import etree

VML, OFFICE_VML, EXCEL = (
    "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:excel",
)  # fmt: skip
SHAPES = 900_000  # beyond the numbers that a spreadsheet gives its own shapes
COLUMNS, LINES_LEAST, LINES_MOST, SIGNS_A_LINE = 5, 5, 22, 22


def new_drawing() -> etree._Element:
    """Return a drawing without a box, with the type that comments have."""
    root = etree.Element("xml", nsmap={"v": VML, "o": OFFICE_VML, "x": EXCEL})
    kind = etree.SubElement(
        root, f"{{{VML}}}shapetype", id="_x0000_t202", coordsize="21600,21600", path="m,l,21600r21600,l21600,xe"
    )
    kind.set(f"{{{OFFICE_VML}}}spt", "202")
    etree.SubElement(kind, f"{{{VML}}}stroke", joinstyle="miter")
    path = etree.SubElement(kind, f"{{{VML}}}path", gradientshapeok="t")
    path.set(f"{{{OFFICE_VML}}}connecttype", "rect")
    return root


def shape(count: int, row: int, column: int, text: str) -> etree._Element:
    """Return the hidden box of a comment beside a cell (counted from 1), high enough for its text."""
    lines = sum(1 + len(part) // SIGNS_A_LINE for part in text.split("\n")) + 1
    height = min(max(lines, LINES_LEAST), LINES_MOST)
    box = etree.Element(
        f"{{{VML}}}shape", id=f"_x0000_s{SHAPES + count}", type="#_x0000_t202", fillcolor="#fff8e1",
        style="position:absolute;visibility:hidden", nsmap={"v": VML, "o": OFFICE_VML, "x": EXCEL},
    )  # fmt: skip
    etree.SubElement(box, f"{{{VML}}}fill", color2="#fff8e1")
    data = etree.SubElement(box, f"{{{EXCEL}}}ClientData", ObjectType="Note")
    etree.SubElement(data, f"{{{EXCEL}}}MoveWithCells")
    etree.SubElement(data, f"{{{EXCEL}}}SizeWithCells")
    top = max(row - 2, 0)
    anchor = [column, 15, top, 4, column + COLUMNS, 15, top + height, 4]
    etree.SubElement(data, f"{{{EXCEL}}}Anchor").text = ", ".join(str(each) for each in anchor)
    etree.SubElement(data, f"{{{EXCEL}}}AutoFill").text = "False"
    etree.SubElement(data, f"{{{EXCEL}}}Row").text = str(row - 1)
    etree.SubElement(data, f"{{{EXCEL}}}Column").text = str(column - 1)
    return box
