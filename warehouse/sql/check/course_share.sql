-- The share of foreign students is between 0 and 100 %. Grain: university × list × course with a share.
select
    * exclude (cell), cells['foreign_share_pct'] as cell, "values"['foreign_share_pct'] as value,
    "values"['foreign_share_pct'] between 0 and 100 as is_met
from examined.course
