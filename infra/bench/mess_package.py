"""What programs do to the package of an .xlsx without changing what it says: other ways to write the same cells."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

Parts = dict[str, bytes]
Rewriting = Callable[[Parts, random.Random], None]
PACKAGED: dict[str, Rewriting] = {}
SHEET, TEXTS, MAIN = "xl/worksheets/sheet", "xl/sharedStrings.xml", "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
CELL = re.compile(r"<c ([^>]*?)(/>|>(.*?)</c>)", re.DOTALL)
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def repackaged(content: bytes, name: str, chance: random.Random) -> bytes:
    """Return the workbook written in another way."""
    parts = parts_of(content)
    PACKAGED[name](parts, chance)
    return as_zip(parts)


def parts_of(content: bytes) -> Parts:
    """Return the parts of a package by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def as_zip(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def with_result(content: bytes, sheet: int, address: str, result: str) -> bytes:
    """Return the workbook with another stored result of one formula; `sheet` is its place in the book, from 0."""
    parts = parts_of(content)
    name = f"{SHEET}{sheet + 1}.xml"
    cell = re.compile(rf'(<c r="{address}"[^>]*>(?:(?!</c>).)*</f>)(<v>[^<]*</v>|<v ?/>)?', re.DOTALL)
    parts[name] = cell.sub(rf"\g<1><v>{result}</v>", parts[name].decode(), count=1).encode()
    return as_zip(parts)


def way(words: str) -> Callable[[Rewriting], Rewriting]:
    """Enter a way of writing under what it is called in the table."""

    def entered(function: Rewriting) -> Rewriting:
        PACKAGED[words] = function
        return function

    return entered


def _in_cells(parts: Parts, change: Callable[[str, str], str]) -> None:
    """Change each cell that holds something; `change` gets its attributes and its content."""
    for name in [name for name in parts if name.startswith(SHEET)]:
        text = parts[name].decode()
        parts[name] = CELL.sub(lambda found: change(found[1], found[3]) if found[3] else found[0], text).encode()


def _texts(parts: Parts) -> list[str]:
    return re.findall(r"<si>(.*?)</si>", parts.get(TEXTS, b"").decode(), re.DOTALL)


def _said(attributes: str, content: str, texts: list[str]) -> str | None:
    """Return the XML of a cell's shared text; None where it holds another thing."""
    found = re.fullmatch(r"<v>(\d+)</v>", content)
    return texts[int(found[1])] if found and 't="s"' in attributes else None


def _in_every(parts: Parts, old: str, new: str) -> None:
    for name in parts:
        if name.endswith((".xml", ".rels")):
            parts[name] = parts[name].replace(old.encode(), new.encode())


@way("文字列をセル内に保存（inlineStr、共有文字列なし）")
def inline(parts: Parts, _: random.Random) -> None:
    texts = _texts(parts)

    def change(attributes: str, content: str) -> str:
        said = _said(attributes, content, texts)
        if said is None:
            return f"<c {attributes}>{content}</c>"
        attributes = attributes.replace('t="s"', 't="inlineStr"')
        return f"<c {attributes}><is>{said}</is></c>"

    _in_cells(parts, change)
    parts.pop(TEXTS, None)
    parts[RELATIONS] = re.sub(rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", parts[RELATIONS])


@way("書式付き文字列・ふりがな（r・rPh）")
def rich(parts: Parts, _: random.Random) -> None:
    def runs(found: re.Match[str]) -> str:
        text = found[2]
        cut = len(text) // 2 if "&" not in text else 0
        reading = '<rPh sb="0" eb="1"><t>ﾖﾐ</t></rPh><phoneticPr fontId="1"/>'
        halves = f'<r><t xml:space="preserve">{text[:cut]}</t></r><r><rPr><b/></rPr><t xml:space="preserve">{text[cut:]}</t></r>'
        return f"<{found[1]}>{halves}{reading}</{found[1]}>"

    for name in [name for name in parts if name.startswith(SHEET) or name == TEXTS]:
        parts[name] = re.sub(r"<(si|is)><t[^>]*>([^<]*)</t></\1>", runs, parts[name].decode()).encode()


@way("共有文字列")
def shared_texts(parts: Parts, _: random.Random) -> None:
    texts: list[str] = []

    def change(attributes: str, content: str) -> str:
        found = re.fullmatch(r"<is>(.*)</is>", content, re.DOTALL)
        if not found:
            return f"<c {attributes}>{content}</c>"
        texts.append(found[1])
        attributes = attributes.replace('t="inlineStr"', 't="s"')
        return f"<c {attributes}><v>{len(texts) - 1}</v></c>"

    if TEXTS in parts:
        return
    _in_cells(parts, change)
    head = '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    parts[TEXTS] = (head + "".join(f"<si>{text}</si>" for text in texts) + "</sst>").encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rIdTexts" Type="{kind}" Target="/{TEXTS}"/></Relationships>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation.encode())


@way("指数の数値（1.234E3）")
def exponent(parts: Parts, _: random.Random) -> None:
    def change(attributes: str, content: str) -> str:
        found = re.fullmatch(r"<v>(\d{2,})</v>", content)
        if not found or ("t=" in attributes and 't="n"' not in attributes):
            return f"<c {attributes}>{content}</c>"
        digits = found[1]
        return f"<c {attributes}><v> {digits[0]}.{digits[1:]}E{len(digits) - 1} </v></c>"

    _in_cells(parts, change)


@way("浮動小数点の端数（1233.9999999999998）")
def noise(parts: Parts, _: random.Random) -> None:
    def change(attributes: str, content: str) -> str:
        found = re.fullmatch(r"<v>(\d{3,5})</v>", content)
        if not found or ("t=" in attributes and 't="n"' not in attributes):
            return f"<c {attributes}>{content}</c>"
        below = float(found[1]) * (1 - 2**-53)
        return f"<c {attributes}><v>{below!r}</v></c>"

    _in_cells(parts, change)


@way("番地のないセルと行")
def unaddressed(parts: Parts, _: random.Random) -> None:
    for name in [name for name in parts if name.startswith(SHEET)]:
        text = parts[name].decode()
        parts[name] = re.sub(r"<row [^>]*>.*?</row>|<row [^>]*/>", _without_addresses, text, flags=re.DOTALL).encode()


def _without_addresses(found: re.Match[str]) -> str:
    """Return a row whose cells tell no address where they follow the one before, or the first column."""
    last = 0

    def bare(cell: re.Match[str]) -> str:
        nonlocal last
        letters = re.search(r'r="([A-Z]+)\d+"', cell[0])
        column = 0
        for letter in letters[1] if letters else "":
            column = column * 26 + ord(letter) - 64
        follows, last = column == last + 1, column
        return re.sub(r' r="[A-Z]+\d+"', "", cell[0], count=1) if follows else cell[0]

    return re.sub(r"<c [^>]*>", bare, found[0])


@way("共有数式・配列数式")
def shared(parts: Parts, chance: random.Random) -> None:
    def change(attributes: str, content: str) -> str:
        address = re.search(r'r="([A-Z]+\d+)"', attributes)
        if "<f>" not in content or not address:
            return f"<c {attributes}>{content}</c>"
        kind = chance.choice(
            (f't="array" ref="{address[1]}"', f't="shared" ref="{address[1]}" si="{chance.randrange(10**6)}"', 'ca="1"')
        )
        return f"<c {attributes}>{content.replace('<f>', f'<f {kind}>')}</c>"

    _in_cells(parts, change)


@way("厳密な OOXML（Strict）の名前空間")
def strict(parts: Parts, _: random.Random) -> None:
    for old, new in STRICT.items():
        _in_every(parts, old, new)
    parts[MAIN] = re.sub(rb"<workbook ", b'<workbook conformance="strict" ', parts[MAIN], count=1)


@way("名前空間の接頭辞（x:）")
def prefixed(parts: Parts, _: random.Random) -> None:
    for name in [name for name in parts if name.startswith(SHEET) or name == TEXTS]:
        text = parts[name].decode()
        text = re.sub(r"<(/?)(?![?!/])(?=[A-Za-z]+[\s/>])", r"<\1x:", text)
        parts[name] = text.replace('xmlns="http://schemas', 'xmlns:x="http://schemas', 1).encode()


@way("1904年から数える日付")
def dates_1904(parts: Parts, _: random.Random) -> None:
    main = parts[MAIN].decode()
    main = re.sub(r"<workbookPr[^>]*/>", "", main)
    parts[MAIN] = re.sub(r"(<workbook [^>]*>)", r'\1<workbookPr date1904="1"/>', main, count=1).encode()


@way("絶対パスの参照・大文字の部品名")
def absolute(parts: Parts, _: random.Random) -> None:
    parts[RELATIONS] = re.sub(rb'Target="/?(?:xl/)?', b'Target="/xl/', parts[RELATIONS])
    for name in [name for name in parts if name.startswith(SHEET)]:
        parts[name.replace("sheet", "Sheet", 1).replace("workSheets", "worksheets")] = parts.pop(name)


@way("寸法・書式・計算順の部品なし")
def bare(parts: Parts, _: random.Random) -> None:
    for name in [name for name in parts if name.startswith(SHEET)]:
        parts[name] = re.sub(
            rb"<dimension [^>]*/>|<sheetViews>.*?</sheetViews>|<cols>.*?</cols>", b"", parts[name], flags=re.DOTALL
        )
    for name in ("xl/calcChain.xml", "docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml"):
        parts.pop(name, None)


@way("誤った寸法（A1:XFD1048576）")
def vast(parts: Parts, _: random.Random) -> None:
    for name in [name for name in parts if name.startswith(SHEET)]:
        parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts[name])


@way("文字コードと改行（BOM・UTF-16）")
def encoded(parts: Parts, chance: random.Random) -> None:
    for name in [name for name in parts if name.startswith(SHEET) or name in (TEXTS, MAIN)]:
        text = re.sub(r"^\ufeff?(<\?xml[^>]*\?>)?", "", parts[name].decode())
        wide = chance.random() < 0.5
        name_of = "UTF-16" if wide else "UTF-8"
        head = f'<?xml version="1.0" encoding="{name_of}" standalone="yes"?>\r\n'
        parts[name] = (head + text).encode("utf-16" if wide else "utf-8-sig")


@way("計算結果の保存がない数式")
def uncached(parts: Parts, _: random.Random) -> None:
    def change(attributes: str, content: str) -> str:
        attributes = re.sub(r' t="(str|e)"', "", attributes) if "<f" in content else attributes
        return f"<c {attributes}>{re.sub(r'<v>.*?</v>|<v ?/>', '', content) if '<f' in content else content}</c>"

    _in_cells(parts, change)


@way("空の行・空のセルが最終行まで")
def empty_rows(parts: Parts, _: random.Random) -> None:
    rows = (
        "".join(f'<row r="{row}"><c r="XFD{row}" s="0"/></row>' for row in range(2000, 4000))
        + '<row r="1048576"><c r="A1048576"/></row>'
    )
    for name in [name for name in parts if name.startswith(SHEET)]:
        parts[name] = parts[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")


@way("表・図・スレッド式コメントなど余分な部品")
def extras(parts: Parts, _: random.Random) -> None:
    parts["customXml/item1.xml"] = b"<b:Sources xmlns:b='x'/>"
    parts["xl/drawings/drawing1.xml"] = (
        b"<xdr:wsDr xmlns:xdr='x'><xdr:sp><a:t xmlns:a='y'>999</a:t></xdr:sp></xdr:wsDr>"
    )
    parts["xl/threadedComments/threadedComment1.xml"] = b"<ThreadedComments/>"
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256))
    parts["docProps/thumbnail.wmf"] = b"\xd7\xcd\xc6\x9a"
