-- What was found and still stands (確認事項), with its reason. Grain: one row per finding. scope: plan or the fiscal year.
-- id: the same across runs; subject: the same across years. state: open, explained (理由) or waived (理由了承); a 要修正 stays open.
-- reopened: why a given reason no longer covers it (exceeded: larger than its bound, or not measurable; expired). Blank: covered.
-- proposed_*: an acceptance of an earlier year that carries over; it must be reviewed and changes no state.
with finding as (
    select * from core.finding
),
explanation as (
    select * from core.explanation
),
proposal as (
    select subject, scope, reason, who, bound
    from explanation
    where kind = 'waive' and is_carried_over
),
covered as (
    select
        finding.*, explanation.kind as explanation_kind, explanation.reason as explanation, explanation.who as explained_by,
        explanation.post as explained_as, explanation.acted_at as explained_at, explanation.bound, explanation.expires_on,
        coalesce(explanation.is_carried_over, false) as is_carried_over,
        case
            when explanation.bound is not null and coalesce(finding.excess > explanation.bound, true) then 'exceeded'
            when explanation.expires_on < (select day from core.moment) then 'expired'
        end as reopened
    from finding
    left join explanation on explanation.finding = finding.id
),
proposed as (
    select covered.id, proposal.*
    from covered
    join proposal on proposal.subject = covered.subject and proposal.scope < covered.scope
    where covered.explanation_kind is null and covered.scope <> 'plan'
    qualify row_number() over (partition by covered.id order by proposal.scope desc) = 1
)
select
    covered.*,
    case
        when severity = 'block' or explanation_kind is null or reopened is not null then 'open'
        when explanation_kind = 'waive' then 'waived'
        else 'explained'
    end as state,
    proposed.reason as proposed_reason, proposed.who as proposed_by, proposed.bound as proposed_bound
from covered
left join proposed using (id)
