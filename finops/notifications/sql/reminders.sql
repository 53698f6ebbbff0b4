-- Alerts that go on unacknowledged, and who has to be told of them again: because the channel wants that after a
-- while, or because somebody silenced them and that is over. What was silenced for less than five minutes was a slip.
SELECT t.recipient, t.alert_id, a.source, a.severity, a.team_id, count(*) FILTER (WHERE t.event = 'again')
FROM notifications_telling t
JOIN notifications_alert a ON a.id = t.alert_id
JOIN notifications_message m ON m.id = t.message_id
LEFT JOIN notifications_channel c ON c.id = m.channel_id
CROSS JOIN LATERAL (
    SELECT max(s.ends_at) FILTER (
               WHERE s.ends_at <= %(now)s AND s.ends_at - s.starts_at >= interval '5 minutes'
           ) AS ended_at,
           bool_or(s.starts_at <= %(now)s AND s.ends_at > %(now)s) AS goes_on
    FROM notifications_silence s
    WHERE s.ends_at > %(now)s - interval '1 day'
      AND (s.subject = '' OR s.subject = a.subject)
      AND (s.source = '' OR s.source = a.source)
      AND (s.team_id IS NULL OR s.team_id = a.team_id)
) AS silence
WHERE a.ended_at IS NULL AND a.acknowledged_at IS NULL
  AND silence.goes_on IS NOT TRUE
  AND (c.again_after IS NOT NULL OR silence.ended_at IS NOT NULL)
GROUP BY t.recipient, t.alert_id, a.id, c.again_after, silence.ended_at
HAVING max(t.at) + c.again_after <= %(now)s OR max(t.at) < silence.ended_at
ORDER BY t.alert_id
LIMIT %(most)s
