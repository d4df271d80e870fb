-- Enrolment targets do not fall from year to year. Grain: university × list × course with two targets or more.
-- excess: the largest fall, in persons.
select
    * exclude (cell), cells['target_r11'] as cell,
    examined.shown("values"['target_r7']) as r7, examined.shown("values"['target_r8']) as r8, examined.shown("values"['target_r11']) as r11,
    greatest(
        "values"['target_r7'] - "values"['target_r8'], "values"['target_r8'] - "values"['target_r11'],
        "values"['target_r7'] - "values"['target_r11']
    ) as excess,
    coalesce("values"['target_r7'] <= "values"['target_r8'], true)
    and coalesce("values"['target_r8'] <= "values"['target_r11'], true)
    and coalesce("values"['target_r7'] <= "values"['target_r11'], true) as is_met
from examined.course
where len(list_filter(["values"['target_r7'], "values"['target_r8'], "values"['target_r11']], lambda target: target is not null)) > 1
