-- How an own indicator is totalled, where rokunen.yaml says so. Grain: roster × row.
create table if not exists def.own_rule (roster varchar, row varchar, total_rule varchar, label varchar, unit varchar, decimals integer);
