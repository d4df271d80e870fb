"""The plan comes in: the official workbook, with or without its Word cover, as one submission."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.problem import WrongUse

if TYPE_CHECKING:
    from warehouse.finding import Finding
    from warehouse.intake.submission import Submission
    from warehouse.workspace import Workspace


@dataclass(frozen=True)
class PlanImported:
    """What an import did: the submission's id, whether it was new, and what was found while reading."""

    submission: str
    is_new: bool
    values: int
    findings: tuple[Finding, ...]
    missed: tuple[tuple[str, str], ...]  # (university or TOTAL, requirement) missed by the planned final year


def import_plan(
    workspace: Workspace, files: Sequence[Path], at: datetime, reason: str | None = None, approver: str | None = None
) -> PlanImported:
    """Keep the files, read the plan, load it, and return what was found.

    Raises WrongUse unless the files are one workbook with at most one Word cover, and where another plan is in force
    already: it is frozen, and a second one is an amendment with `reason` and `approver`.
    """
    from warehouse import write
    from warehouse.database import open_warehouse
    from warehouse.evidence import keep
    from warehouse.intake.official.form import read_official_form

    books, covers = _sorted(files)
    with open_warehouse(workspace.database) as connection:
        write.register(connection, workspace, at)
    kept = {path: (keep(workspace, path.name, content, at), content) for path, content in (*books, *covers)}
    for path in kept:
        _copy(path, workspace.root / "plan")
    received, content = kept[books[0][0]]
    cover = kept[covers[0][0]] if covers else None
    submission = read_official_form(received, content, workspace.programme, workspace.universities, cover=cover)
    submission = replace(submission, reason=reason, approver=approver)
    if not (reason and approver):
        _refuse_second_plan(workspace, received.sha256)
    write.stage(submission, workspace.staging)
    with open_warehouse(workspace.database) as connection:
        new = submission.id in write.load_staged(connection, workspace.staging)
        return _outcome(connection, workspace, submission, new)


def _outcome(connection: Any, workspace: Workspace, submission: Submission, is_new: bool) -> PlanImported:
    from warehouse import read

    final_fy = workspace.programme.final_fy
    missed = read.rows(connection, "out.requirement", kind="target", fiscal_year=final_fy, is_met=False)
    return PlanImported(
        submission=submission.id,
        is_new=is_new,
        values=sum(datum.value is not None for datum in submission.data),
        findings=submission.findings,
        missed=tuple((row["university"], row["requirement"]) for row in missed),
    )


def _refuse_second_plan(workspace: Workspace, sha256: str) -> None:
    from warehouse import read
    from warehouse.database import open_warehouse

    with open_warehouse(workspace.database) as connection:
        others = [plan for plan in read.rows(connection, "core.plan") if plan["sha256"] != sha256]
        has_values = bool(read.rows(connection, "core.datum", kind="target"))
    if others and has_values:
        raise WrongUse(
            f"計画「{others[0]['file_name']}」が取込み済みです。計画変更であれば --reason と --approver を付けてください / "
            "another plan is in force; for an amendment give --reason and --approver"
        )


def _sorted(files: Sequence[Path]) -> tuple[list[tuple[Path, bytes]], list[tuple[Path, bytes]]]:
    contents: list[tuple[Path, bytes]] = []
    for path in files:
        if not path.is_file():
            raise WrongUse(f"ファイル {path} がありません / there is no file {path}")
        contents.append((path, path.read_bytes()))
    covers = [(path, content) for path, content in contents if _is_document(path, content)]
    books = [entry for entry in contents if entry not in covers]
    if len(books) != 1 or len(covers) > 1:
        raise WrongUse(
            f"データ集（Excel）1つと、あれば表紙（Word）1つを指定してください（Excel {len(books)}、Word {len(covers)}） / "
            "name one data-book workbook and at most one Word cover"
        )
    return books, covers


def _is_document(path: Path, content: bytes) -> bool:
    """Whether a file is a Word document, by what it holds, else by its name."""
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return path.suffix.lower() in (".docx", ".docm", ".doc")
    return any(name.startswith("word/") for name in names)


def _copy(path: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    if not (folder / path.name).exists():
        shutil.copyfile(path, folder / path.name)
