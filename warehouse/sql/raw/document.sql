-- A document that was written. Grain: one row per file. is_draft: written while a 要修正 was open (案).
-- code: the release of Rokunen that wrote it. knows: the moment whose knowledge gives its numbers again.
create table if not exists raw.document (
    document varchar primary key, kind varchar, fiscal_year integer, file varchar, sha256 varchar, written_at timestamp,
    as_of timestamp, definition varchar, is_draft boolean, code varchar, knows timestamp
);
