SELECT coalesce(sum(calls), 0)::bigint, coalesce(sum(cost), 0)
FROM spend_daily_coarse WHERE day >= %(first)s AND day < %(past)s
