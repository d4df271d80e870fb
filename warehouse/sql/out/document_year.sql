-- The years that a yearly document has something to tell of. Grain: document × fiscal year.
select distinct 'data-book' as document, fiscal_year from core.datum where kind = 'actual'
union all
select distinct 'budget', fiscal_year from out.budget_line where granted is not null or executed is not null
