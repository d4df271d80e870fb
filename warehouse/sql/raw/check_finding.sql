-- A breach found by a check. Grain: run × rule × thing examined.
-- excess: by how much the rule is breached, in the unit of the row; blank where nothing can be measured.
-- id: the same across runs; subject: the same across years (warehouse/finding.py).
create table if not exists raw.check_finding (
    run varchar, rule varchar, severity varchar, university varchar, item varchar, row varchar, fiscal_year integer,
    file varchar, sheet varchar, cell varchar, message_ja varchar, message_en varchar, remedy_ja varchar, remedy_en varchar,
    excess decimal(28, 10), id varchar, subject varchar
);
