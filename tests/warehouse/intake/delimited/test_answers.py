"""Answers by CSV and TSV, long and wide, in the encodings that offices use."""

from datetime import datetime
from decimal import Decimal
from time import process_time

import pytest

from warehouse.intake.delimited.answers import read_delimited
from warehouse.intake.delimited.text import separator_of
from warehouse.intake.submission import Received, Submission
from warehouse.programme import Programme, load_programme
from warehouse.programme.example import load_examples
from warehouse.workspace import University

LEAD = University(code="X900000000001", name="架空第一大学", role="lead")
PARTNER = University(code="X900000000002", name="架空第二大学", role="partner")
ROSTER = (LEAD, PARTNER)
HEAD = "row,fiscal_year,value,status\n"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme("social-impact-type2")


def read(programme: Programme, content: bytes | str, name: str = f"{PARTNER.code}.csv", year: int = 2026) -> Submission:
    content = content.encode() if isinstance(content, str) else content
    received = Received(name=name, sha256="0" * 64, size=len(content), kept="", received_at=datetime(2027, 5, 1))
    return read_delimited(received, content, programme, ROSTER, year)


def values(submission: Submission) -> dict[str, Decimal | None]:
    return {datum.row: datum.value for datum in submission.data}


def rules(submission: Submission) -> list[str]:
    return [finding.rule for finding in submission.findings]


def test_a_long_file_gives_each_value_with_its_address_and_status(programme: Programme) -> None:
    submission = read(programme, HEAD + "1.B,2026,812,final\n1.C,令和8年度,0,速報\n6.u,R8,31,訂正\n")
    assert values(submission) == {"1.B": 812, "1.C": 0, "6.u": 31}
    assert [(datum.cell, datum.sheet, datum.status, datum.state) for datum in submission.data] == [
        ("C2", None, "final", "value"),
        ("C3", None, "provisional", "zero"),
        ("C4", None, "corrected", "value"),
    ]
    assert submission.university == PARTNER.code
    assert submission.findings == ()


def test_japanese_headings_and_labels_and_the_other_columns_are_understood(programme: Programme) -> None:
    text = "行,年度,値,状態,備考,担当課,根拠資料\n正課科目数,2026,1200,確定,見込まず,教務課,履修台帳\n"
    (datum,) = read(programme, text).data
    assert (datum.row, datum.value, datum.note, datum.desk, datum.evidence) == (
        "1.courses_total", 1200, "見込まず", "教務課", "履修台帳",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_every_encoding_and_separator_reads_the_same(programme: Programme, encoding: str, separator: str) -> None:
    lines = [["行", "年度", "値", "状態"], ["1.B", "令和8年度", "812", "確定"], ["1.C", "R8", "45", "確定"]]
    content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    assert values(read(programme, content)) == {"1.B": 812, "1.C": 45}


def test_a_column_for_each_year_gives_the_year_that_was_asked(programme: Programme) -> None:
    text = "行,令和7年度(実績値),令和8年度(実績値),令和8年度(目標値)\n1.B,700,812,900\n"
    submission = read(programme, text)
    assert values(submission) == {"1.B": 812}
    assert submission.data[0].cell == "C2"
    assert rules(submission) == ["channel_other_column", "channel_other_column"]


def test_a_line_for_each_university_gives_its_rows(programme: Programme) -> None:
    text = f"大学名,1.B,1.C\n{LEAD.name},1500,230\n{PARTNER.code},812,45\n"
    submission = read(programme, text, name="all.csv")
    assert {(d.university, d.row): d.value for d in submission.data} == {
        (LEAD.code, "1.B"): 1500, (LEAD.code, "1.C"): 230, (PARTNER.code, "1.B"): 812, (PARTNER.code, "1.C"): 45,
    }  # fmt: skip
    assert submission.university is None


def test_the_folder_says_who_answers_where_the_file_name_does_not(programme: Programme) -> None:
    assert read(programme, HEAD + "1.B,2026,1,final\n", name=f"{PARTNER.name}/回答.csv").university == PARTNER.code


def test_a_file_of_an_unknown_university_is_a_block_and_loads_nothing(programme: Programme) -> None:
    submission = read(programme, HEAD + "1.B,2026,1,final\n", name="架空第三大学.csv")
    assert rules(submission) == ["channel_university_unknown"]
    assert "架空第" in submission.findings[0].message_ja
    assert submission.data == ()


def test_bad_cells_are_named_and_good_cells_load(programme: Programme) -> None:
    lines = ["1.B,2026,八百,final", "1.Q,2026,5,final", "1.C,2025,5,final", "1.E,2026,約500,final", "1.F,2026,77,final"]
    submission = read(programme, HEAD + "\n".join(lines))
    assert rules(submission) == [
        "channel_value_not_a_number", "channel_row_unknown", "channel_wrong_year", "channel_value_question",
    ]  # fmt: skip
    assert [finding.place.cell for finding in submission.findings] == ["C2", "A3", "B4", "C5"]
    assert values(submission) == {"1.B": None, "1.E": None, "1.F": 77}
    assert "もしかして" in submission.findings[1].message_ja


def test_digits_as_people_type_them_are_read_and_noted(programme: Programme) -> None:
    submission = read(programme, HEAD + '1.B,2026,"１，２３４人",final\n')
    assert values(submission) == {"1.B": 1234}
    assert rules(submission) == ["channel_value_tidied"]
    assert submission.findings[0].severity == "note"


def test_a_number_in_another_unit_is_asked_about(programme: Programme) -> None:
    submission = read(programme, HEAD + "1.B,2026,12%,final\n")
    assert rules(submission) == ["channel_value_unit"]
    assert submission.data[0].state == "error"


def test_words_for_nothing_and_not_yet_never_become_zero(programme: Programme) -> None:
    text = HEAD + "1.B,2026,該当なし,final\n1.C,2026,集計中,速報\n1.E,2026,,集計中\n1.F,2026,,final\n"
    submission = read(programme, text)
    assert [datum.state for datum in submission.data] == ["not_applicable", "pending", "pending", "blank"]
    assert set(values(submission).values()) == {None}


def test_formula_text_stays_inert_text(programme: Programme) -> None:
    submission = read(programme, HEAD + '1.B,2026,"=HYPERLINK(""http://example.invalid"")",final\n')
    assert submission.data[0].state == "error"
    assert submission.data[0].formula is None
    assert rules(submission) == ["channel_value_not_a_number"]


def test_two_values_for_one_cell_are_both_named_and_neither_taken(programme: Programme) -> None:
    submission = read(programme, HEAD + "1.B,2026,812,final\n1.B,2026,821,final\n1.C,2026,4,final\n1.C,2026,4,final\n")
    assert rules(submission) == ["channel_given_twice"]
    assert "C2" in submission.findings[0].message_ja
    assert "C3" in submission.findings[0].message_ja
    assert values(submission) == {"1.C": 4}


def test_another_university_inside_a_partners_file_is_a_block(programme: Programme) -> None:
    submission = read(programme, f"大学,行,年度,値\n{LEAD.code},1.B,2026,9\n{PARTNER.code},1.C,2026,8\n")
    assert rules(submission) == ["channel_university_differs"]
    assert values(submission) == {"1.C": 8}


def test_rows_of_the_lead_alone_and_computed_rows_are_left_out_with_a_note(programme: Programme) -> None:
    submission = read(programme, HEAD + "7.A,2026,9000,final\n4.ratio,2026,3.2%,final\n8.1,2026,4.25,final\n")
    assert rules(submission) == ["channel_row_of_lead", "channel_row_computed"]
    assert values(submission) == {"8.1": Decimal("4.25")}


def test_a_repeated_label_asks_for_the_key(programme: Programme) -> None:
    submission = read(programme, "行,年度,値\n・学士,2026,12\n")
    assert rules(submission) == ["channel_row_ambiguous"]
    assert "1.courses_co_bachelor、1.A_bachelor" in submission.findings[0].message_ja


def test_a_replacement_carries_its_reason(programme: Programme) -> None:
    submission = read(programme, "row,fiscal_year,value,status,reason\n1.B,2026,812,訂正,重複の除去\n")
    assert submission.reason == "重複の除去"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x00",
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(256)),
        b'row,"unclosed' * 99999,
    ],
)
def test_a_file_that_is_no_table_is_one_block_and_never_an_exception(programme: Programme, content: bytes) -> None:
    submission = read(programme, content)
    assert submission.data == ()
    assert rules(submission) in (["channel_unreadable"], ["channel_head_unknown"])
    assert submission.university == PARTNER.code


def test_a_file_without_headings_says_so(programme: Programme) -> None:
    assert rules(read(programme, "1.B,2026,812,final\n1.C,2026,4,final\n")) == ["channel_head_unknown"]


def test_the_separator_is_the_one_that_cuts_the_lines() -> None:
    assert separator_of("行\t年度\t値\n1.A\t2026\t1,234\n") == "\t"
    assert separator_of("alone") == ","


def test_numbers_kept_as_text_by_a_formula_are_numbers(programme: Programme) -> None:
    submission = read(programme, HEAD + '="1.B",2026,="812",final\n1.C,2026,="007",final\n6.u,2026,=31,final\n')
    assert values(submission) == {"1.B": 812, "1.C": 7, "6.u": 31}


@pytest.mark.parametrize(
    "head", ["項番,年度,数値,状態", "ＩＤ,対象年度,実績値,状態区分", "行（項番）,年度,値（人）,状況"]
)
def test_heads_in_other_words_are_understood(programme: Programme, head: str) -> None:
    submission = read(programme, head + "\n1.B,2026,812,確定\n")
    assert [(datum.row, datum.value, datum.status) for datum in submission.data] == [("1.B", 812, "final")]


def test_a_number_of_the_row_goes_before_a_label_that_the_form_has_twice(programme: Programme) -> None:
    assert values(read(programme, "項番,項目,令和8年度(実績値)\n1.A_bachelor,・学士,700\n")) == {"1.A_bachelor": 700}


def test_labels_that_the_form_has_twice_are_told_apart_by_their_order(programme: Programme) -> None:
    lines = "正課科目数,1\n・学士,2\nうち日本人学生数 (B),3\n・学士,4\n日本人学生数 (E),5\n"
    found = values(read(programme, "項目,令和8年度(実績値)\n" + lines))
    assert (found["1.courses_co_bachelor"], found["1.A_bachelor"]) == (2, 4)


@pytest.mark.parametrize("lines", ["正課科目数,1\n・学士,2\n", "・学士,2\n・学士,4\n正課科目数,1\n"])
def test_labels_whose_order_does_not_tell_are_asked_about(programme: Programme, lines: str) -> None:
    assert "channel_row_ambiguous" in rules(read(programme, "項目,令和8年度(実績値)\n" + lines))


def test_a_note_between_the_lines_is_no_row(programme: Programme) -> None:
    assert rules(read(programme, HEAD + "※ 5月1日現在\n1.B,2026,812,final\n")) == []


EXAMPLES = {
    rule: example
    for rule, example in load_examples(load_programme("social-impact-type2").folder).items()
    if any(change.what == "file" for change in example.changes)
}


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_the_example_of_a_rule_of_reading_is_said_of_one_file_and_not_of_the_other(
    programme: Programme, rule: str
) -> None:
    example = EXAMPLES[rule]
    (change,) = example.changes
    named = {LEAD.code: "lead", PARTNER.code: "partner", None: None}
    assert rule not in rules(_read_example(programme, change.was))
    (finding,) = [one for one in _read_example(programme, change.becomes).findings if one.rule == rule]
    assert (named[finding.university], finding.severity) == (example.finds.university, example.finds.severity)
    ja, en = (
        said.removeprefix(f"{finding.place}: ").replace(PARTNER.code, "△△大学")
        for said in (finding.message_ja, finding.message_en)
    )
    assert (ja, en) == (example.ja, example.en)


def test_every_rule_of_a_csv_but_for_what_is_no_table_has_an_example(programme: Programme) -> None:
    of_csv = {rule.id for rule in programme.rules if rule.id.startswith("channel_")}
    assert of_csv - set(EXAMPLES) == {"channel_unreadable"}


def _read_example(programme: Programme, text: str | None) -> Submission:
    """Read a file of an example, in which the universities are called ○○大学 and △△大学."""
    content = str(text).encode()
    received = Received(f"{PARTNER.code}.csv", "0" * 64, len(content), "", datetime(2027, 5, 1))
    lead, partner = (each.model_copy(update={"name": name}) for each, name in ((LEAD, "○○大学"), (PARTNER, "△△大学")))
    return read_delimited(received, content, programme, (lead, partner), 2026)


def test_a_file_of_which_nothing_is_read_is_never_passed_over_in_silence(programme: Programme) -> None:
    assert rules(read(programme, HEAD + "x,,,\ny,,,\n")) == ["channel_head_unknown"]


def test_a_table_of_another_kind_is_told_without_end_neither_in_time_nor_in_words(programme: Programme) -> None:
    started = process_time()
    submission = read(programme, "row" + ",x" * 50_000 + "\n1.B" + ",1" * 50_000)
    long = read(programme, HEAD + "".join(f"x{number},2026,1,\n" for number in range(50_000)) + "1.B,2026,3,\n")
    assert len(submission.findings) <= 500 and rules(long) == ["channel_row_unknown"] * 500
    assert values(long) == {"1.B": 3}
    assert process_time() - started < 5
