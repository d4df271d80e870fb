"""Great Expectations' own pages, on request."""

from datetime import datetime

import pytest

from expectations import data_docs
from expectations.examine import check
from expectations.pages import write_quality_book

AT = datetime(2024, 7, 2)
LEAD = "F113310103224"

pytestmark = pytest.mark.slow  # Great Expectations writes its pages one by one


def test_data_docs_are_split_into_pages_tell_the_rules_and_say_what_they_load(case, monkeypatch):
    monkeypatch.setattr(data_docs, "PAGE", 20)
    case.set_plan(LEAD, "4.B", 2026, 9100)
    case.load()
    run = check(case.workspace, "plan", AT).run
    first = data_docs.write_data_docs(case.workspace, AT)
    assert first == case.workspace.reports / "data-docs" / "index.html" and first.is_file()
    pages = sorted(first.parent.glob("validations/**/*.html"))
    assert len(pages) >= 2
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert "[要修正] ○○大学 令和○年度の（項目）○が、○○を超えています" in text
    assert "外部から取得" in (first.parent / data_docs.README).read_text(encoding="utf-8-sig")
    assert check(case.workspace, "plan", AT).run[-6:] == f"{int(run[-6:]) + 1:06d}"  # no run was kept between


def test_data_docs_are_never_written_unasked(case):
    case.load()
    check(case.workspace, "plan", AT)
    write_quality_book(case.workspace, AT)
    assert not (case.workspace.reports / data_docs.FOLDER).exists()
