-- A question on a 質問票 as received. Grain: submission × cell. Append-only.
-- question: its id, the same in each file that carries it on. row: the row of the form that its place names; blank where none.
create table if not exists raw.question (
    submission varchar, question varchar, university varchar, fiscal_year integer, place varchar, row varchar, text varchar,
    asker varchar, sheet varchar, cell varchar
);
