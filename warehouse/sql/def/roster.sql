-- A list of universities as it stood in rokunen.yaml, kept by hash. Grain: text × moment from which it was in force.
create table if not exists def.roster (
    roster varchar not null, valid_from timestamp not null, primary key (roster, valid_from)
);
