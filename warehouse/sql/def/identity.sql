-- What the form's arithmetic says across rows. Grain: definition × identity. relation: equal_to or at_most.
create table if not exists def.identity (
    definition varchar, identity varchar, left_row varchar, relation varchar, right_rows varchar[], applies_to varchar,
    severity varchar, ja varchar, en varchar
);
