-- How alerts of one source ended. What has ended already stays as it is.
UPDATE notifications_alert AS alert
SET ended_at = ending.at, ending = ending.summary
FROM unnest(%(keys)s::text[], %(moments)s::timestamptz[], %(summaries)s::text[]) AS ending (key, at, summary)
WHERE alert.source = %(source)s AND alert.key = ending.key AND alert.ended_at IS NULL
