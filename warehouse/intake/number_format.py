"""The number format of each cell style of an .xlsx package."""

from lxml import etree

GENERAL = "General"
# The formats that a workbook names by number only: ECMA-376 Part 1, 18.8.30.
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}


def read_formats(styles: etree._Element | None) -> list[str]:
    """The number format of each cell style, in the order in which cells refer to them."""
    if styles is None:
        return []
    own = {entry.get("numFmtId"): entry.get("formatCode", GENERAL) for entry in styles.iterfind("{*}numFmts/{*}numFmt")}
    built_in = {str(number): code for number, code in BUILT_IN.items()}
    codes = {**built_in, **own}
    return [codes.get(style.get("numFmtId"), GENERAL) for style in styles.iterfind("{*}cellXfs/{*}xf")]
