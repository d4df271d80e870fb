-- What a line of a 内訳一覧 may be, and for which rows of the form it counts. Grain: definition × list × named row × row.
create table if not exists def.listed (
    definition varchar, position integer, list varchar, name_ja varchar, name_en varchar, named_row varchar,
    word_ja varchar, row varchar
);
