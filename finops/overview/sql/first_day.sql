-- Days are kept for ever, and the first is one step down the primary key.
SELECT min(day) FROM spend_daily
