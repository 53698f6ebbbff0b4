-- Weeks are folded once they are over: the current one is kept by day alone.
UPDATE accounts_organisation
SET folded_until = date_trunc('week', now() AT TIME ZONE time_zone)::date;

DELETE FROM spend_weekly_coarse WHERE week >= (SELECT folded_until FROM accounts_organisation);
DELETE FROM customer_weekly_coarse WHERE week >= (SELECT folded_until FROM accounts_organisation);
DELETE FROM user_weekly_coarse WHERE week >= (SELECT folded_until FROM accounts_organisation);
DELETE FROM latency_weekly WHERE week >= (SELECT folded_until FROM accounts_organisation);
