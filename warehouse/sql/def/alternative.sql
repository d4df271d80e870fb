-- One way of meeting a requirement. Grain: definition × requirement × alternative. A null threshold is not known.
create table if not exists def.alternative (
    definition varchar, requirement varchar, item varchar, applies_to varchar, position integer, alternative varchar,
    of_row varchar, to_row varchar, is_growth boolean, threshold_numerator bigint, threshold_denominator bigint,
    is_verified boolean, needs_all_sgu boolean, needs_all_other boolean, ja varchar, en varchar
);
