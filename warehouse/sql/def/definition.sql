-- A text of the definition, kept by hash. Grain: text × moment from which it was in force (an older text may return).
create table if not exists def.definition (
    definition varchar not null, programme varchar not null, valid_from timestamp not null,
    first_fy integer, last_fy integer, baseline_fy integer, target_fys integer[],
    primary key (definition, valid_from)
);
