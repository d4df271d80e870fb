"""What is said when a command cannot do what it was asked, and with which code it leaves."""

from __future__ import annotations

import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from flows.settings import LOG

WRONG_USE, COULD_NOT_RUN = 2, 3


class WrongUse(Exception):
    """A command used in a way that cannot work; the sentence says why, Japanese first."""


def explain(problem: Exception) -> tuple[str, int]:
    """Return the sentence and the exit code for a problem; what nobody foresaw goes to the log file that it names."""
    from flows.server import ServerProblem
    from warehouse.database import WarehouseBusy
    from warehouse.decision import Refused
    from warehouse.programme.load import DefinitionProblems
    from warehouse.workspace import WorkspaceProblem

    if isinstance(problem, WorkspaceProblem | DefinitionProblems | WrongUse | Refused):
        return str(problem), WRONG_USE
    if isinstance(problem, WarehouseBusy | ServerProblem):
        return str(problem), COULD_NOT_RUN
    log = _log(problem)
    if isinstance(problem, PermissionError | FileNotFoundError) and problem.filename:
        sentence = (
            f"{problem.filename} を開けません。ほかのプログラムで開いていないか確かめてください（記録: {log}） / "
            f"{problem.filename} cannot be opened; is it open in another program? (log: {log})"
        )
        return sentence, COULD_NOT_RUN
    return (
        f"予期しない問題のため中断しました。詳しい記録は {log} にあります / "
        f"stopped by something that nobody foresaw; the details are in {log}"
    ), COULD_NOT_RUN


def _log(problem: Exception) -> Path:
    """Append the details to the log of the workspace (of the temporary folder where there is none); return the file."""
    text = "".join(traceback.format_exception(problem))
    entry = f"{datetime.now().isoformat(timespec='seconds')} {' '.join(sys.argv[1:])}\n{text}\n"
    for folder in (_workspace_folder(), Path(tempfile.gettempdir())):
        try:
            with (folder / LOG).open("a", encoding="utf-8") as file:
                file.write(entry)
            return folder / LOG
        except OSError:
            continue
    return Path(LOG)


def _workspace_folder() -> Path:
    from warehouse.workspace import WorkspaceProblem, find_workspace

    named = [Path(value) for name, value in zip(sys.argv, sys.argv[1:], strict=False) if name == "--workspace"]
    try:
        return find_workspace(named[0] if named else Path.cwd()).root
    except WorkspaceProblem:
        return Path(tempfile.gettempdir())
