-- What was found while reading a file. Grain: one row per finding.
create table if not exists raw.finding (
    submission varchar, rule varchar, severity varchar, university varchar, item varchar, row varchar, fiscal_year integer,
    file varchar, sheet varchar, cell varchar, message_ja varchar, message_en varchar, remedy_ja varchar, remedy_en varchar
);
