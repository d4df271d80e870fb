-- A field of the Word cover: lead, partner (position from 1 in the cover's order), amount. Grain: submission × field × position × fiscal year × column. Amounts in 千円.
create table if not exists raw.cover (
    submission varchar, field varchar, position integer, text varchar, fiscal_year integer, "column" varchar,
    value decimal(18, 3), place varchar
);
