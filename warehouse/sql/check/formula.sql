-- Rows that the form computes: the reported value against its parts. Grain: university × computed row × fiscal year × kind.
-- $parts: several (a sum) or one (the same number as another row). Nothing to check until every part is known,
-- or where the sum is older than its parts: it is made of them anew (is_computed).
select
    whole.*, computed.expected, computed.parts_ja, computed.parts_en,
    case when computed.is_complete then whole.value = computed.expected end as is_met
from examined.fact as whole
join examined.computed as computed using (university, row, fiscal_year, kind)
where whole.is_in_scope
    and not whole.is_computed
    and whole.state in ('value', 'zero')
    and (len(whole.parts) = 1) = ($parts = 'one')
