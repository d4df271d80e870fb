-- A line of a 内訳一覧 as received. Grain: submission × list × no. Append-only. row: what the line was said to be (区分).
-- cell: that of the name or number. columns, texts: what is written, column by column; a name where a pseudonymous number
-- belongs is never kept here. same_key: two lines with one are the same; across_key: also at two universities. Blank: cannot be told.
create table if not exists raw.listed_row (
    submission varchar, list varchar, university varchar, fiscal_year integer, row varchar, no integer, label varchar,
    same_key varchar, across_key varchar, columns varchar[], texts varchar[], sheet varchar, cell varchar
);
