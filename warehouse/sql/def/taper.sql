-- The share of the initial allocation that a fiscal year may reach, in per cent. Grain: definition × fiscal year.
create table if not exists def.taper (definition varchar, fiscal_year integer, share_pct integer, initial_fy integer);
