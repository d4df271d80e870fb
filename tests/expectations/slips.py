"""One slip for each rule of the checks, made in a sound plan or in sound returns."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.expectations.sound import LEAD, PARTNER
from warehouse.intake.submission import CoverField, Money

YEAR = 2026


def plan(university, row, fiscal_year, value, **more) -> Callable:
    return lambda case: case.set_plan(university, row, fiscal_year, value, **more)


def actual(university, row, value, **more) -> Callable:
    return lambda case: case.set_actual(university, row, YEAR, value, **more)


def cost(*key) -> Callable:
    return lambda case: case.set_cost(*key)


def remark(category, line, text) -> Callable:
    return lambda case: case.money.append(
        Money(2026, category, line, "remark", "value", None, text, "審査項目⑫（R8）", "G9")
    )


def course(**fields) -> Callable:
    return lambda case: case.courses.extend(case.a_course(9, **fields))


def activity(**fields) -> Callable:
    return lambda case: case.courses.extend(case.a_course(1, list_="extracurricular", **{"period": "通年", **fields}))


def several(*slips: Callable) -> Callable:
    def slip(case):
        for one in slips:
            one(case)

    return slip


def own(**fields) -> Callable:
    def slip(case):
        case.own[1] = replace(case.own[1], **fields)

    return slip


def total(row, fiscal_year, value) -> Callable:
    return lambda case: case.set_plan("TOTAL", row, fiscal_year, value)


def cover(*fields) -> Callable:
    return lambda case: case.cover.extend(CoverField(*one) for one in fields)


def many_courses(case) -> None:
    for number in range(10, 60):
        case.courses += case.a_course(number)


def copy_the_lead(case) -> None:
    for row in ("3.local", "3.companies", "3.npo"):
        case.set_plan(PARTNER, row, 2029, {"3.local": 19, "3.companies": 21, "3.npo": 9}[row])


def copy_the_year_before(case) -> None:
    for row in ("6.a", "6.i", "6.2", "6.u"):
        case.set_plan(LEAD, row, 2026, case.plan[LEAD, row, 2023, "baseline"].value)


def executed(category, line, granted, spent) -> Callable:
    def slip(case):
        case.actual_money += [
            case.a_cost(YEAR, category, line, "granted", granted), case.a_cost(YEAR, category, line, "executed", spent),
        ]  # fmt: skip

    return slip


def nothing_from_the_partner(case) -> None:
    case.returns[YEAR] = {key: one for key, one in case.returns[YEAR].items() if one.university != PARTNER}


def no_own_indicator(case) -> None:
    case.own.clear()
    case.plan = {key: one for key, one in case.plan.items() if one.row != "8.1"}


# rule: (scope, the slip, where the finding points, its severity, what the sentence quotes)
SLIPS = {
    "sum_overwritten": ("plan", plan(LEAD, "1.A", 2026, 2289), (LEAD, "1.A"), "block", "2,289人"),
    "same_number_overwritten": ("plan", plan(LEAD, "4.A", 2026, 9056), (LEAD, "4.A"), "block", "9,055人"),
    "part_exceeds_whole": ("plan", plan(PARTNER, "2.B", 2026, 240), (PARTNER, "2.B"), "block", "239人"),
    "identity_all_students": ("plan", plan(LEAD, "7.A", 2026, 9356), (LEAD, "5.A"), "block", "9,356人"),
    "identity_international_students": ("plan", plan(LEAD, "7.i", 2026, 875), (LEAD, "5.B"), "block", "875人"),
    "identity_teachers": ("plan", plan(LEAD, "7.B", 2026, 801), (LEAD, "2.A"), "block", "801人"),
    "identity_courses_by_degree": ("plan", plan(LEAD, "1.courses_co_master", 2026, 9), (LEAD, "1.courses_co"), "explain", "46"),
    "identity_participants_by_degree": ("plan", plan(LEAD, "1.A_master", 2026, 504), (LEAD, "1.A"), "explain", "2,289人"),
    "identity_foreign_participants": ("plan", plan(LEAD, "1.C", 2026, 1007), (LEAD, "1.C"), "explain", "1,006人"),
    "identity_hired_and_sought": ("plan", plan(LEAD, "6.u", 2026, 117), (LEAD, "6.u"), "explain", "116人"),
    "identity_visa_and_all_foreign": ("plan", plan(LEAD, "5.B_long", 2026, 1007), (LEAD, "5.B_long"), "explain", "1,006人"),
    "identity_full_year_and_may1": ("plan", plan(LEAD, "1.F", 2026, 299), (LEAD, "5.A"), "explain", "9,354人"),
    "identity_employed_and_seekers": ("plan", plan(LEAD, "6.2", 2026, 139), (LEAD, "6.2"), "explain", "138人"),
    "identity_japanese_participants": ("plan", plan(LEAD, "1.B", 2026, 9056), (LEAD, "1.B"), "explain", "9,055人"),
    "full_year_is_may1": ("plan", plan(LEAD, "5.A", 2026, 10061), (LEAD, "5.A"), "explain", "5月1日現在"),
    "total_overwritten": ("plan", total("4.B", 2026, 1266), ("TOTAL", "4.B"), "block", "1,265人"),
    "own_total_differs": ("plan", total("8.1", 2026, 91), ("TOTAL", "8.1"), "explain", "182人"),
    "ratio_overwritten": ("plan", plan(LEAD, "4.ratio", 2026, "0.109", text="10.9%"), (LEAD, "4.ratio"), "block", "10.8%"),
    "ratio_above_whole": ("plan", plan(LEAD, "5.B", 2026, 9356), (LEAD, "5.ratio"), "explain", "9,356 ÷ 9,355"),
    "requirement_missed": ("plan", plan(LEAD, "4.B", 2029, 1000), (LEAD, "4.B"), "block", "178.9%"),
    "requirement_met_only_rounded": (
        "plan", several(plan(LEAD, "6.a", 2029, 1669), plan(LEAD, "6.u", 2029, 1001)), (LEAD, "6.u"), "block", "60.0%",
    ),
    "requirement_unreached": ("2029", None, (LEAD, "4.B"), "explain", "要件"),
    "requirement_not_known": ("plan", lambda case: None, (LEAD, None), "note", "未確認"),
    "target_below_baseline": ("plan", plan(LEAD, "4.short", 2026, 80), (LEAD, "4.short"), "explain", "92人"),
    "target_below_earlier_target": ("plan", plan(LEAD, "4.short", 2029, 300), (LEAD, "4.short"), "explain", "347人"),
    "plan_restated": (
        YEAR, lambda case: case.returns[YEAR].update({("x", "x", 1): case.datum(LEAD, "4.B", 2023, "actual", 560)}),
        (LEAD, "4.B"), "explain", "559人",
    ),
    "blank_value": ("plan", plan(PARTNER, "3.npo", 2026, None), (PARTNER, "3.npo"), "block", "空欄"),
    "error_value": ("plan", plan(PARTNER, "3.npo", 2026, "error", text="#REF!"), (PARTNER, "3.npo"), "block", "「#REF!」"),
    "still_compiled": (YEAR, actual(PARTNER, "3.npo", "pending"), (PARTNER, "3.npo"), "note", "集計中"),
    "zero_for_value": (YEAR, actual(LEAD, "6.u", 0), (LEAD, "6.u"), "explain", "36人"),
    "not_applicable_for_value": (YEAR, actual(LEAD, "3.npo", "not_applicable"), (LEAD, "3.npo"), "explain", "「該当なし」"),
    "provisional_after_final": (
        YEAR, lambda case: case.add_later(PARTNER, "2.A", YEAR, 999, "provisional"), (PARTNER, "2.A"), "explain", "速報999人",
    ),
    "not_returned": (YEAR, nothing_from_the_partner, (PARTNER, None), "block", "届いていません"),
    "not_a_whole_number": ("plan", plan(LEAD, "3.npo", 2026, "5.5"), (LEAD, "3.npo"), "block", "5.5件"),
    "negative_value": ("plan", plan(LEAD, "3.npo", 2026, -5), (LEAD, "3.npo"), "block", "-5件"),
    "own_indicator_decimals": ("plan", plan(LEAD, "8.1", 2026, "122.25"), (LEAD, "8.1"), "explain", "122.25"),
    "own_indicator_missing": ("plan", no_own_indicator, (LEAD, None), "block", "任意指標"),
    "own_indicator_label_differs": ("plan", own(label="別の指標"), (PARTNER, "8.1"), "block", "別の指標"),
    "own_indicator_unit_differs": ("plan", own(unit="件"), (PARTNER, "8.1"), "block", "件"),
    "own_indicator_definition_differs": ("plan", own(definition="別の定義"), (PARTNER, "8.1"), "block", "別の定義"),
    "own_indicator_definition_missing": ("plan", own(definition=None), (PARTNER, "8.1"), "note", "書かれていません"),
    "own_indicator_rule_missing": ("plan", lambda case: None, (LEAD, "8.1"), "note", "各大学の和"),
    "course_list_too_long": ("plan", many_courses, (LEAD, None), "block", "50件まで"),
    "course_name_missing": ("plan", course(name=None), (LEAD, None), "block", "科目名"),
    "course_entry_missing": ("plan", course(category=None), (LEAD, None), "block", "空欄"),
    "course_detail_missing": ("plan", course(opened=None), (LEAD, None), "explain", "空欄"),
    "activity_entry_missing": ("plan", activity(target_r11=None), (LEAD, None), "block", "空欄"),
    "activity_detail_missing": ("plan", activity(period=None), (LEAD, None), "explain", "空欄"),
    "course_credits_odd": ("plan", course(credits=20), (LEAD, None), "explain", "単位数が20"),
    "course_category_unknown": ("plan", course(category="必須"), (LEAD, None), "explain", "「必須」"),
    "course_target_not_whole": ("plan", course(target_r8=20.5), (LEAD, None), "block", "20.5人"),
    "course_target_jump": ("plan", course(target_r11=300), (LEAD, None), "explain", "桁が違って"),
    "course_share_out_of_range": ("plan", course(foreign_share_pct=120), (LEAD, None), "block", "120%"),
    "course_order": ("plan", course(category="必修"), (LEAD, None), "explain", "必修→選択必修→選択"),
    "course_opened_late": ("plan", course(opened="令和９年度"), (LEAD, None), "explain", "令和９年度"),
    "course_targets_fall": ("plan", course(target_r8=5), (LEAD, None), "explain", "5人"),
    "course_doubled": ("plan", course(name="科目3"), (LEAD, None), "explain", "3番"),
    "course_description_long": ("plan", course(description="あ" * 51), (LEAD, None), "note", "51字"),
    "cost_category_sum": ("plan", cost(2026, "goods", "", "grant", 1), (LEAD, None), "block", "41,128千円"),
    "cost_year_sum": ("plan", cost(2026, "", "", "own", 1), (LEAD, None), "block", "24,069千円"),
    "cost_scale": ("plan", cost(2026, "travel", "", "scale", 1), (LEAD, None), "block", "プログラム規模が1千円"),
    "cost_not_whole": ("plan", cost(2026, "travel", "", "own", "16848.5"), (LEAD, None), "block", "16,848.5"),
    "grant_above_taper": ("plan", cost(2029, "travel", "", "grant", 28800), (LEAD, None), "block", "30%"),
    "grant_above_initial": ("plan", cost(2025, "travel", "", "grant", 99999), (LEAD, None), "explain", "137,096千円"),
    "cover_amount_differs": (
        "plan", cover(("amount", 0, "1", 2026, "own", Decimal(1), None)), (LEAD, None), "block", "24,069千円",
    ),
    "partner_order_differs": ("plan", cover(("partner", -1, "信州大学")), (LEAD, None), "block", "信州大学"),
    "equipment_share_high": ("plan", cost(2026, "goods", "equipment", "grant", 60000), (LEAD, None), "explain", "30%"),
    "own_share_falls": (
        "plan", several(cost(2027, "travel", "", "own", 0), cost(2027, "goods", "equipment", "own", 0)), (LEAD, None),
        "explain", "逓減",
    ),
    "cost_out_of_line": ("plan", cost(2026, "goods", "consumables", "grant", 27419000), (LEAD, None), "explain", "27,419,000千円"),
    "executed_far_below_granted": (YEAR, executed("travel", "", 95000, 95), (LEAD, None), "explain", "95千円"),
    "own_share_other_subsidy": ("plan", remark("travel", "", "文科省の別補助金による"), (LEAD, None), "explain", "別補助金"),
    "executed_above_granted": (YEAR, executed("travel", "", 100, 101), (LEAD, None), "explain", "101千円"),
    "granted_above_ceiling": (YEAR, executed("travel", "", 137098, 1), (LEAD, None), "explain", "137,096千円"),
    "suspect_swapped_rows": (
        YEAR, several(actual(LEAD, "4.short", 97), actual(LEAD, "4.mid", 347)), (LEAD, "4.mid"), "explain", "入れ替わって",
    ),
    "suspect_magnitude": (YEAR, actual(LEAD, "4.short", 3470), (LEAD, "4.short"), "explain", "347人なら"),
    "suspect_transposed": (YEAR, actual(LEAD, "5.B_long", 951), (LEAD, "5.B_long"), "explain", "591人なら"),
    "suspect_included": (YEAR, actual(LEAD, "5.B_short", 874), (LEAD, "5.B_short"), "explain", "283人となり"),
    "suspect_jump": (YEAR, actual(LEAD, "6.a", 222), (LEAD, "6.a"), "explain", "見込みの範囲"),
    "copied_from_last_year": ("plan", copy_the_year_before, (LEAD, "6.a"), "explain", "令和5年度"),
    "copied_from_other_university": ("plan", copy_the_lead, (PARTNER, "3.local"), "explain", "中央大学"),
    "far_from_target": (YEAR, actual(LEAD, "4.short", 120), (LEAD, "4.short"), "explain", "目標値347人"),
    "desks_differ": (
        YEAR, lambda case: case.add_parts(PARTNER, "2.A", YEAR, {"人事課": 500, "教務課": 511}), (PARTNER, "2.A"), "explain",
        "「人事課.xlsx」",
    ),
}  # fmt: skip
TESTED_BESIDE = {  # test_by_faculty.py, test_replacing.py, test_questions.py and test_lists.py of tests/flows
    "breakdown_differs",
    "replacement_without_reason",
    "answered_before_ruling",
    "list_differs",
    "list_without_value",
    "list_overlaps",
}
ALWAYS_SAID = {"requirement_not_known", "own_indicator_rule_missing"}  # notes on every plan
ONLY_IN_THE_LAST_YEAR = {"requirement_unreached"}
# By how much a rule is breached whose SQL measures it itself: a waiver is bounded by it.
SIZES = {
    "requirement_missed": 230, "requirement_met_only_rounded": 1, "copied_from_last_year": 4, "copied_from_other_university": 3,
    "ratio_above_whole": 1, "equipment_share_high": Decimal("4983.9"), "own_share_falls": 6493, "course_targets_fall": 5,
}  # fmt: skip
