-- A leaf of the chart of accounts. Grain: definition × category × line; line is '' where the category is the leaf.
create table if not exists def.cost_line (
    definition varchar, position integer, category varchar, category_label varchar, category_en varchar, line varchar,
    line_label varchar, line_en varchar
);
