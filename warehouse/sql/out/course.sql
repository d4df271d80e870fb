-- The course lists, cell by cell, from the plan in force. Grain: list × university × number × column.
select course.*, plan.file_name, plan.sha256
from raw.course as course
join core.plan as plan using (submission)
