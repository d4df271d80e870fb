-- A cell of a cost table, in 千円. Grain: submission × fiscal year × category × line × column.
-- line '' with a category that has lines is its subtotal as typed; category '' is the year's total as typed.
create table if not exists raw.money (
    submission varchar, fiscal_year integer, category varchar, line varchar, "column" varchar, state varchar,
    value decimal(18, 3), text varchar, sheet varchar, cell varchar, status varchar
);
