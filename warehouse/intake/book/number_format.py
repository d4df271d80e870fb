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


def read_formats(styles: etree._Element | None) -> dict[str, str]:
    """The number format of each cell style, by the number by which cells refer to it."""
    if styles is None:
        return {}
    codes = {str(number): code for number, code in BUILT_IN.items()}
    for entry in styles.iterfind("{*}numFmts/{*}numFmt"):
        codes[entry.get("numFmtId", "")] = entry.get("formatCode", GENERAL)
    styles_in_order = styles.iterfind("{*}cellXfs/{*}xf")
    return {str(place): codes.get(style.get("numFmtId", ""), GENERAL) for place, style in enumerate(styles_in_order)}
