-- A value cell as received. Grain: submission × university × row × fiscal year × kind × cell. Append-only.
-- value is null unless state is value or zero; the value of a ratio row is a fraction.
create table if not exists raw.datum (
    submission varchar, university varchar, row varchar, fiscal_year integer, kind varchar, state varchar,
    value decimal(28, 10), text varchar, sheet varchar, cell varchar, status varchar, formula varchar,
    is_recomputed boolean, remarks varchar[], desk varchar, note varchar, evidence varchar
);
