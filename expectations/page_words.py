"""The words of the quality book, Japanese first."""

from __future__ import annotations

from datetime import datetime, timedelta

from expectations.scope import PLAN, TOKYO
from expectations.wording import OUTCOMES, SEVERITIES
from warehouse.explanation import excess_unit
from warehouse.programme import Programme
from warehouse.read import Row

STATES = {
    "open": ("未対応", "open"),
    "explained": ("理由あり", "explained"),
    "waived": ("理由了承", "accepted"),
    "closed": ("解消", "closed"),
}
GROUPS = {"standing": ("解消以外", "standing")}
WORDS = {"severity": SEVERITIES, "outcome": OUTCOMES, "state": STATES, "group": GROUPS}


REOPENED = {"exceeded": "上限を超えたため再確認", "expired": "期限切れのため再確認"}


def answer(finding: Row, programme: Programme, releases: list[Row]) -> str:
    """Return the reason for a finding with who gave or accepted it and how far it goes, and the decisions that let it out."""
    said = [f"{note['document']} {note['document_fy']}: 注記のうえ提出（{note['post']} {note['who']}、{note['decision']}、"
            f"{japan_date(note['released_at'])[:10]}）" for note in releases]  # fmt: skip
    if finding["explanation"]:
        limits = [" ".join(part for part in (finding["explained_as"], finding["explained_by"]) if part)]
        limits.append(japan_date(finding["explained_at"])[:10])
        if finding["explanation_kind"] == "waive":
            limits[0] = f"理由了承：{limits[0]}"
            if finding["bound"] is not None:
                limits.append(f"上限 {finding['bound'].normalize():,f}{excess_unit(programme, finding)}")
            limits.append(f"期限 {finding['expires_on']}")
        limits += [REOPENED[finding["reopened"]]] if finding["reopened"] else []
        said.insert(0, f"{finding['explanation']}（{'、'.join(limits)}）")
    if finding["proposed_reason"]:
        said.append(f"前年度の理由了承：{finding['proposed_reason']}（{finding['proposed_by']}、今年度は未了承）")
    return " / ".join(said)


def japan_time(moment: datetime) -> str:
    """Return a moment (naive UTC) as an office writes it: 2027年6月10日 9:00時点."""
    local = moment + TOKYO
    return f"{local.year}年{local.month}月{local.day}日 {local.hour}:{local.minute:02d}"


def japan_date(moment: datetime) -> str:
    """Return the day of a moment (naive UTC) in Japan: 2027-06-10 09:00."""
    return (moment + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M")


def scope_words(scope: str) -> str:
    """Return what a run looked at: 計画, or the year of the returns."""
    return "計画 / plan" if scope == PLAN else f"令和{int(scope) - 2018}年度 / FY{scope}"
