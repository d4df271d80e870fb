"""Whom a university asks: the 問合せ先 of letters and receipts."""

from __future__ import annotations

from warehouse.workspace import Workspace


def contact(workspace: Workspace) -> str:
    """Return the 問合せ先: what rokunen.yaml gives, else the office of the 代表校; what nobody gave stays ●●."""
    lead, mark = workspace.lead, workspace.programme.collection.letter.mark
    office = lead.office or f"{mark}部{mark}課"
    person = lead.contact or f"担当：{mark}　電話：{mark}-{mark}-{mark}　電子メール：{mark}"
    return workspace.config.letters.get("contact") or f"{lead.name}　{office}\n{person}"
