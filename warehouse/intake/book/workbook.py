"""Reading a returned workbook, whatever its format, size or state."""

import hashlib
from pathlib import Path

from warehouse.intake.book.number_format import read_formats
from warehouse.intake.book.old_workbook import read_old_sheets
from warehouse.intake.book.open_document import read_open_document
from warehouse.intake.book.package import Package
from warehouse.intake.book.worksheet import MAX_CELLS, Surroundings, read_comments, read_sheet, read_texts
from warehouse.intake.spreadsheet import Cell, Sheet, Unreadable, Workbook

__all__ = ["Cell", "Sheet", "Unreadable", "Workbook", "read_workbook"]

MAX_FILE_BYTES = 100_000_000
MAX_SHEETS = 1_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KIND_OF_SUFFIX = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods", ".xlsb": "xlsb"}
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
MAIN_PART = "xl/workbook.xml"


def read_workbook(source: Path | str | bytes, name: str | None = None) -> Workbook:
    """The workbook in a file or in its bytes.

    `name` is the file's name as received (default: that of the path); it never decides how the file is read. Raises
    Unreadable with a reason for whatever is no readable workbook, and OSError where the path itself cannot be read.
    """
    if isinstance(source, bytes):
        content = source
    else:
        path = Path(source)
        name = name or path.name
        if path.stat().st_size > MAX_FILE_BYTES:
            raise Unreadable("too_large")
        content = path.read_bytes()
    if len(content) > MAX_FILE_BYTES:
        raise Unreadable("too_large")
    try:
        kind, sheets, odd = _read(content)
    except Unreadable:
        raise
    except (MemoryError, RecursionError) as fault:
        raise Unreadable("too_large") from fault
    except Exception as fault:  # bytes from outside never bring us down, whatever a library makes of them
        raise Unreadable("malformed") from fault
    digest = hashlib.sha256(content).hexdigest()
    return Workbook(sheets, digest, kind, (*_notes(name, kind), *odd))


def _notes(name: str | None, kind: str) -> tuple[str, ...]:
    promised = KIND_OF_SUFFIX.get(Path(name).suffix.lower()) if name else kind
    return () if promised == kind else (f"content_is_{kind}",)


def _read(content: bytes) -> tuple[str, tuple[Sheet, ...], tuple[str, ...]]:
    if not content:
        raise Unreadable("empty")
    if content.startswith(OLE):
        sheets, values_only = read_old_sheets(content, _kind_of_ole(content))
        odd = (("values_only", values_only), ("macros", OLD_MACROS in content))
        return "xls", sheets, tuple(note for note, holds in odd if holds)
    if not content.startswith(ZIP):
        raise Unreadable("not_a_workbook")
    package = Package(content)
    kind = _kind_of_package(package)
    if kind == "xlsb":
        return kind, read_old_sheets(content, kind)[0], ("values_only", *package.oddities())
    sheets = _read_package(package) if kind == "xlsx" else read_open_document(package)
    return kind, sheets, package.oddities()


def _kind_of_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("encrypted")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise Unreadable("not_a_workbook")
    return "xls"


def _kind_of_package(package: Package) -> str:
    if _main_part(package) in package:
        return "xlsx"
    if "xl/workbook.bin" in package:
        return "xlsb"
    if b"opendocument.spreadsheet" in package.part("mimetype"):
        if b"encryption-data" in package.part("META-INF/manifest.xml"):
            raise Unreadable("encrypted")
        return "ods"
    raise Unreadable("not_a_workbook")


def _main_part(package: Package) -> str:
    targets = [target for kind, target in package.relations("").values() if kind == "officeDocument"]
    return next((target for target in targets if target.startswith("xl/") and target.endswith(".xml")), MAIN_PART)


def _read_package(package: Package) -> tuple[Sheet, ...]:
    main = _main_part(package)
    root = package.tree(main)
    relations = package.relations(main)
    if root is None or not relations:
        raise Unreadable("malformed")
    others = dict(relations.values())
    texts = read_texts(package.part(others.get("sharedStrings", "")))
    formats = read_formats(package.tree(others.get("styles", "")))
    entries = list(root.iterfind("{*}sheets/{*}sheet"))
    if len(entries) > MAX_SHEETS:
        raise Unreadable("too_large")
    sheets = []
    for index, entry in enumerate(entries):
        ids = [value for name, value in entry.attrib.items() if str(name).endswith("}id")]
        kind, part = relations.get(str(ids[0]) if ids else "", ("", ""))
        if kind != "worksheet":
            continue
        around = Surroundings(texts, formats, read_comments(package, part))
        is_hidden = entry.get("state") in ("hidden", "veryHidden")
        if part not in package:
            raise Unreadable("malformed")
        sheets.append(read_sheet(package.part(part), entry.get("name", ""), index, is_hidden, around))
        if sum(len(sheet.cells) for sheet in sheets) > MAX_CELLS:
            raise Unreadable("too_large")
    if not sheets:
        raise Unreadable("malformed")
    return tuple(sheets)
