-- A sheet (or file) that was recognised as a 内訳一覧. Grain: submission × sheet; a file of its own has a blank sheet.
-- list: blank where nobody could tell which. is_alone: the submission answers nothing but lists.
select
    submission, nullif(sheet, '') as sheet, nullif(ltrim(role[5:]), '') as list,
    bool_and(role = 'list' or starts_with(role, 'list ')) over (partition by submission) as is_alone
from raw.sheet
qualify role = 'list' or starts_with(role, 'list ')
