-- A list of universities as it stood in rokunen.yaml, kept by hash. Grain: one row per text.
create table if not exists def.roster (roster varchar primary key, valid_from timestamp not null);
