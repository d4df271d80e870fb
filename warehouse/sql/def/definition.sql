-- A text of the definition, kept by hash. Grain: one row per text. valid_from: when it was first used here.
create table if not exists def.definition (
    definition varchar primary key, programme varchar not null, valid_from timestamp not null,
    first_fy integer, last_fy integer, baseline_fy integer, target_fys integer[]
);
