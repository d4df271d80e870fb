-- A cell of a 部局別内訳 as received. Grain: submission × university × row × part × position. Append-only.
-- part: faculty (what one 部局 counts; position: its column from 1) or deduction (what several count twice; position 0).
-- value is null unless state is value or zero. note: what the deduction is about.
create table if not exists raw.breakdown (
    submission varchar, university varchar, row varchar, fiscal_year integer, part varchar, position integer,
    faculty varchar, state varchar, value decimal(28, 10), text varchar, sheet varchar, cell varchar, note varchar
);
