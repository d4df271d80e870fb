-- A round of a year's collection and the bases that it asks. Grain: definition × round.
create table if not exists def.round (definition varchar, round integer, name_ja varchar, bases varchar[]);
