"""Files that are no sound workbook: broken, locked, hostile, or something else under a workbook's name.

Each makes a file out of a sound one. What is expected: `refused` (nothing is taken and the file is named), or `noted` (read all
the same, and what is odd about it is named).
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Literal

from mess_package import MAIN, RELATIONS, SHEET, as_zip, parts_of

Outcome = Literal["refused", "noted"]
Making = Callable[[bytes, random.Random], bytes]
FILES: dict[str, tuple[Making, Outcome]] = {}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def file(words: str, outcome: Outcome = "refused") -> Callable[[Making], Making]:
    """Enter a kind of file under what it is called in the table."""

    def entered(function: Making) -> Making:
        FILES[words] = (function, outcome)
        return function

    return entered


def _constant(words: str, content: bytes) -> None:
    FILES[words] = (lambda _, __: content, "refused")


_constant("0バイト", b"")
_constant("パスワード付き（暗号化）", OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4000))
_constant("中身がPDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n")
_constant(
    "中身がHTML",
    "<html><head><meta charset='utf-8'></head><body><table><tr><td>全学生数</td><td>1234</td></tr></table></body></html>".encode(),
)
_constant(
    "中身が XML スプレッドシート 2003",
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
)
_constant("中身が画像", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
_constant("中身が壊れた旧形式（xls）", OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000))
_constant("意味のないバイト列", bytes(range(256)) * 64)


@file("途中で切れたファイル")
def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(10, len(content) * 9 // 10)]


@file("パスワード付きzip")
def locked_zip(content: bytes, _: random.Random) -> bytes:
    made = bytearray(as_zip({"調査票.xlsx": content}))
    made[6] |= 1
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


@file("zipに入れたファイル")
def zipped(content: bytes, _: random.Random) -> bytes:
    return as_zip({"調査票.xlsx": content})


@file("Word 文書")
def word(_: bytes, __: random.Random) -> bytes:
    return as_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document xmlns:w='x'/>"})


@file("zip爆弾（1枚が200MB）")
def bomb(content: bytes, _: random.Random) -> bytes:
    parts = parts_of(content)
    name = next(name for name in parts if name.startswith(SHEET))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for other, part in parts.items():
            if other != name:
                package.writestr(other, part)
        with package.open(name, "w", force_zip64=True) as stream:
            stream.write(b"<worksheet><sheetData>")
            for _ in range(200):
                stream.write(b"<row><c/></row>" * 70_000)
    return out.getvalue()


@file("zip爆弾（部品が多い）")
def many_parts(content: bytes, _: random.Random) -> bytes:
    return as_zip(parts_of(content) | {f"xl/media/{number}.bin": b"x" for number in range(6_000)})


@file("大きさを偽ったzip")
def lying(content: bytes, _: random.Random) -> bytes:
    made = bytearray(content)
    at = made.rindex(b"PK\x01\x02")
    for found in [each.start() for each in re.finditer(b"PK\x01\x02", bytes(made))]:
        made[found + 24 : found + 28] = (5).to_bytes(4, "little")
    return bytes(made) if at else content


def _entity(declared: str, used: str) -> Making:
    def made(content: bytes, _: random.Random) -> bytes:
        parts = parts_of(content)
        text = re.sub(r"^<\?xml[^>]*\?>", "", parts[MAIN].decode())
        parts[MAIN] = f"<!DOCTYPE x [{declared}]>{text.replace('<sheets>', f'<sheets><!-- --><x>{used}</x>')}".encode()
        return as_zip(parts)

    return made


BILLION = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
FILES["XMLの実体（十億の笑い）"] = (_entity(BILLION, "&i;"), "refused")
FILES["XMLの実体（外部ファイル）"] = (_entity('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"), "refused")
FILES["XMLの実体（外部アドレス）"] = (_entity('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">', "&a;"), "refused")


@file("XMLの深い入れ子")
def nested(content: bytes, _: random.Random) -> bytes:
    parts = parts_of(content)
    name = next(name for name in parts if name.startswith(SHEET))
    parts[name] = b"<worksheet>" + b"<a>" * 300_000 + b"</a>" * 300_000 + b"</worksheet>"
    return as_zip(parts)


@file("シートの部品がない")
def without_sheet(content: bytes, _: random.Random) -> bytes:
    parts = parts_of(content)
    parts.pop(next(name for name in parts if name.startswith(SHEET)))
    return as_zip(parts)


@file("XMLが途中で終わる")
def cut_part(content: bytes, chance: random.Random) -> bytes:
    parts = parts_of(content)
    name = chance.choice([name for name in parts if name.startswith(SHEET)])
    parts[name] = parts[name][: len(parts[name]) // 2]
    return as_zip(parts)


@file("百万行を埋めたシート")
def million_rows(content: bytes, _: random.Random) -> bytes:
    parts = parts_of(content)
    name = next(name for name in parts if name.startswith(SHEET))
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(2000, 1_048_577, 2))
    parts[name] = parts[name].replace(b"</sheetData>", rows + b"</sheetData>")
    return as_zip(parts)


@file("マクロ入り（vbaProject.bin）", "noted")
def macros(content: bytes, _: random.Random) -> bytes:
    return as_zip(parts_of(content) | {"xl/vbaProject.bin": OLE + b"Sub AutoOpen()"})


@file("外部リンク", "noted")
def external(content: bytes, _: random.Random) -> bytes:
    parts = parts_of(content)
    parts["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    relation = f'<Relationship Id="rIdX" Type="{kind}" Target="externalLinks/externalLink1.xml"/></Relationships>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation.encode())
    return as_zip(parts)


@file("外を指す名前（../）", "noted")
def outside(content: bytes, _: random.Random) -> bytes:
    return as_zip(parts_of(content) | {"../../../../tmp/evil.txt": b"x", "..\\..\\evil.bat": b"x", "C:/evil.exe": b"x"})
