-- A file or query as received. Grain: one row per submission, in order of arrival. university is null for a plan.
-- came_from: the URL, without secrets, of a file fetched from a drop; blank for any other.
create table if not exists raw.submission (
    ordinal bigint primary key, submission varchar unique, purpose varchar, channel varchar, fiscal_year integer,
    university varchar, definition varchar, file_name varchar, sha256 varchar, size bigint, kept varchar,
    received_at timestamp not null, reason varchar, approver varchar, came_from varchar
);
