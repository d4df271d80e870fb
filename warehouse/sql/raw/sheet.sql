-- A sheet that was recognised. Grain: submission × sheet. university is null where the name on it is not known or the sheet unused.
-- position: n of 連携校n, the fiscal year of a cost sheet, else 0. 合計 has no university.
create table if not exists raw.sheet (
    submission varchar, sheet varchar, role varchar, position integer, university_text varchar, university varchar, is_sgu boolean
);
