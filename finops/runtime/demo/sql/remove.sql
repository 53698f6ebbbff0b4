-- Deleting the batches first waits for whoever is settling them, and keeps others from beginning.
DELETE FROM batch WHERE project_id = %(project)s;
DELETE FROM spend_quarter_hour USING dimension_set d WHERE dimension_set_id = d.id AND d.project_id = %(project)s;
DELETE FROM spend_daily USING dimension_set d WHERE dimension_set_id = d.id AND d.project_id = %(project)s;
DELETE FROM customer_daily USING dimension_set d WHERE dimension_set_id = d.id AND d.project_id = %(project)s;
DELETE FROM user_daily USING dimension_set d WHERE dimension_set_id = d.id AND d.project_id = %(project)s;
DELETE FROM spend_daily_coarse WHERE project_id = %(project)s;
DELETE FROM customer_daily_coarse WHERE project_id = %(project)s;
DELETE FROM user_daily_coarse WHERE project_id = %(project)s;
DELETE FROM run_daily WHERE project_id = %(project)s;
DELETE FROM customer_run_daily WHERE project_id = %(project)s;
DELETE FROM latency_daily WHERE project_id = %(project)s;
DELETE FROM dimension_set WHERE project_id = %(project)s;
DELETE FROM charge WHERE project_id = %(project)s;
DELETE FROM span WHERE project_id = %(project)s;
DELETE FROM trace WHERE project_id = %(project)s;
DELETE FROM origin WHERE project_id = %(project)s;
DELETE FROM rejection WHERE project_id = %(project)s;
