"""The demo's folder: a workspace of the invented consortium, with its plan's workbook and channels."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from flows.demo import records
from flows.demo.plan import OWN_INDICATORS, budget, courses, own_indicators, plan_values
from flows.demo.universe import LEAD, SQL_PARTNER, UNIVERSITIES, Invented
from flows.problem import WrongUse
from warehouse.workspace import FILE, Workspace, create_workspace

PROGRAMME = "social-impact-type2"
MARK = ".rokunen-demo"
ELSEWHERE = "universities"  # what stands for the universities' own systems, which a real workspace does not hold
LETTERS = {
    "document_number": "架一国第●●号",
    "contact": "架空第一大学 国際部国際企画課 見本 花子（電話 000-000-0000、demo@example.invalid）",
    "submission": "電子メールに添付（パスワードは付けない）",
}


def create(root: Path) -> Workspace:
    """Make a new workspace for the demo and return it; an earlier demo in the same folder is replaced.

    Raises WrongUse where the folder holds anything else: nobody's work is ever overwritten.
    """
    _clear(root)
    roster = [(each.role, each.code, each.name) for each in UNIVERSITIES]
    own = [
        {"row": row, "total": "sum", "label": label, "unit": unit, "decimals": decimals}
        for row, label, unit, decimals, _ in OWN_INDICATORS
    ]
    workspace = create_workspace(root, PROGRAMME, roster, synthetic=True, letters=LETTERS, own_indicators=own)
    (root / MARK).write_text("Made by `rokunen demo`; the next demo replaces this folder.\n", encoding="utf-8")
    _tell_details(workspace)
    channel = root / "channels" / f"{SQL_PARTNER.code}.yaml"
    channel.write_text(records.channel_text(records.queries()), encoding="utf-8")
    return Workspace(root)


def write_plan(workspace: Workspace) -> Path:
    """Write the plan as the official データ集 workbook, as the lead once sent it to the ministry, and return its path."""
    from reports.data_book.write import write_official_form

    programme = workspace.programme
    path = own_folder(workspace, LEAD) / "計画調書_データ集.xlsx"
    return write_official_form(
        programme, workspace.universities, plan_values(), courses(), budget(programme), path, own_indicators(),
        synthetic=True,
    )  # fmt: skip


def own_folder(workspace: Workspace, university: Invented) -> Path:
    """Return the folder that stands for a university's own computers."""
    return workspace.root / ELSEWHERE / university.name


def database(workspace: Workspace) -> Path:
    """Return the third university's own database."""
    return own_folder(workspace, SQL_PARTNER) / "gakumu.sqlite"


def environment(workspace: Workspace, is_up: bool = True) -> dict[str, str]:
    """Return the environment that leads to the third university's database, or to nowhere while it is down."""
    path = database(workspace)
    return {records.ADDRESS: records.url(path if is_up else path.with_name("stopped.sqlite"))}


def _clear(root: Path) -> None:
    if not root.exists():
        return
    if not root.is_dir() or (any(root.iterdir()) and not (root / MARK).is_file()):
        raise WrongUse(
            f"{root} にはデモ以外のものがあるため使いません。空のフォルダか新しい名前を指定してください / "
            f"{root} holds something that is not a demo; name an empty or a new folder"
        )
    for path in root.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _tell_details(workspace: Workspace) -> None:
    """Write who is who into the configuration, as an office would."""
    path = workspace.root / FILE
    text = path.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    content = yaml.safe_load(text)
    content["universities"] = [_details(each) for each in UNIVERSITIES]
    body = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    notice = "# 架空の大学と合成データ / invented universities, synthetic data\n"
    path.write_text(head + notice + body, encoding="utf-8")


def _details(university: Invented) -> dict[str, object]:
    channel: dict[str, str] = {"kind": university.channel}
    if university is SQL_PARTNER:
        channel["file"] = f"channels/{university.code}.yaml"
    return {
        "code": university.code, "name": university.name, "role": university.role,
        "kaken_number": university.kaken_number, "founder": university.founder, "president": university.president,
        "responsible": university.responsible, "office": university.office, "channel": channel,
    }  # fmt: skip
