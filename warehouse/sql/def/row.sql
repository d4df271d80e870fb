-- A row of the form. Grain: definition × row. `position` is the form's order; `parts` are the rows that its formula adds.
create table if not exists def.row (
    definition varchar, position integer, item varchar, row varchar, measure varchar, label_ja varchar, label_en varchar,
    unit varchar, basis varchar, counting varchar, parts varchar[], within_row varchar, ratio_of varchar, ratio_to varchar,
    growth_of varchar, reported_by varchar, total_rule varchar, decimals integer, from_fy integer, desk varchar
);
