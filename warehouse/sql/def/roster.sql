-- A list of universities as it stood in rokunen.yaml, kept by hash. Grain: text × moment from which it was in force.
-- kept: the SHA-256 of its text below evidence/ (.roster); blank where an earlier release kept none.
create table if not exists def.roster (
    roster varchar not null, valid_from timestamp not null, kept varchar, primary key (roster, valid_from)
);
