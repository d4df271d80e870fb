"""Files as LibreOffice saves them; none where it is not installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

KINDS = ("xlsx", "xls", "ods")
SECONDS = 180


def converted(content: bytes, kind: str, folder: Path) -> Iterator[bytes]:
    """Yield the workbook as LibreOffice saves it in that format, its formulas worked out."""
    office = shutil.which("soffice")
    if office is None:
        return
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "book.xlsx").write_bytes(content)
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    place = folder / "in" / "book.xlsx"
    subprocess.run([*command, "--outdir", folder / "out", place], check=True, capture_output=True, timeout=SECONDS)
    yield (folder / "out" / f"book.{kind}").read_bytes()
