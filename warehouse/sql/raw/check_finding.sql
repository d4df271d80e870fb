-- A breach found by a check. Grain: run × rule × thing examined.
create table if not exists raw.check_finding (
    run varchar, rule varchar, severity varchar, university varchar, item varchar, row varchar, fiscal_year integer,
    file varchar, sheet varchar, cell varchar, message_ja varchar, message_en varchar, remedy_ja varchar, remedy_en varchar
);
