"""A kept file read again, as if another definition were in force; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse import evidence
from warehouse.finding import Finding
from warehouse.intake.official.form import read_official_form
from warehouse.intake.recognise import read_return
from warehouse.intake.submission import Received
from warehouse.programme import Programme
from warehouse.read import Row
from warehouse.workspace import Workspace

FILES = ("official_form", "workbook", "csv")


def reread(
    workspace: Workspace, programme: Programme, submission: Row, told: Sequence[Row]
) -> tuple[Finding, ...] | None:
    """Return what is found while reading a submission's file again; None where what is kept cannot be read again.

    `submission` is a row of `core.submission`, `told` what was found in it then (rows of `raw.finding`). A database was
    asked, and only what it answered is kept; of what could not be opened, or was received for nobody, a note is kept.
    """
    if submission["channel"] not in FILES or not (workspace.evidence / submission["kept"]).is_file():
        return None
    content = evidence.content(workspace, submission["kept"])
    if any(content.startswith(f"{row['rule']} {submission['file_name']} ".encode()) for row in told):
        return None
    received = Received(
        submission["file_name"], submission["sha256"], submission["size"], submission["kept"], submission["received_at"]
    )
    if submission["purpose"] == "plan":
        cover = _cover(workspace, submission, told)
        return read_official_form(received, content, programme, workspace.universities, cover).findings
    return read_return(received, content, programme, workspace.universities, submission["fiscal_year"]).findings


def _cover(workspace: Workspace, submission: Row, told: Sequence[Row]) -> tuple[Received, bytes] | None:
    """Return the Word cover that came with a plan, by the digits of its hash at the end of the submission's id."""
    digits = submission["submission"].removeprefix(f"plan-{submission['fiscal_year']}-all-").partition("-")[2]
    for path in workspace.evidence.glob(f"{digits[:2]}/{digits}*") if digits else ():
        names = [row["file"] for row in told if row["file"] not in (None, submission["file_name"])]
        kept = path.relative_to(workspace.evidence).as_posix()
        content = path.read_bytes()
        name = names[0] if names else path.name
        return Received(name, path.stem, len(content), kept, submission["received_at"]), content
    return None
