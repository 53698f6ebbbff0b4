"""The builder of SQL over points: every statement reads the points of some series once, along their key."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from finops.core.db.rows import Parameters

READ = """
    WITH asked AS (
        SELECT * FROM unnest(%(projects)s::integer[], %(series)s::bigint[], %(groups)s::integer[])
            WITH ORDINALITY AS a (project_id, series_id, grouped, number)
    ), read AS (
        SELECT a.number, a.grouped, p.*, width_bucket(p.time, %(edges)s::timestamptz[]) AS bucket,
            greatest(least(p.measured, 1e100), -1e100) AS value -- so that no sum overflows
        FROM asked a
        CROSS JOIN LATERAL (
            SELECT time, start_time, count, value AS measured, minimum, maximum, buckets FROM metric_point p
            WHERE p.project_id = a.project_id AND p.series_id = a.series_id
                AND p.time >= %(since)s AND p.time < %(until)s
        ) p
    )
"""
# Where a series that has more points than its part of the budget would be cut.
REACH = """
    SELECT max(cut.time)
    FROM unnest(%(projects)s::integer[], %(series)s::bigint[]) AS a (project_id, series_id)
    CROSS JOIN LATERAL (
        SELECT p.time FROM metric_point p
        WHERE p.project_id = a.project_id AND p.series_id = a.series_id
            AND p.time >= %(since)s AND p.time < %(until)s
        ORDER BY p.time DESC
        OFFSET %(each)s LIMIT 1
    ) cut
"""
SPREADS = f"""{READ}
    SELECT grouped, bucket, count(*), sum(value), min(value), max(value)
    FROM read GROUP BY grouped, bucket
"""
# Values of several series at one time add up, those of one series at several times do not.
VALUES = f"""{READ}
    SELECT grouped, bucket, sum(mean)
    FROM (SELECT number, grouped, bucket, avg(value) AS mean FROM read GROUP BY number, grouped, bucket) one
    GROUP BY grouped, bucket
"""
INCREASES = f"{READ} SELECT grouped, bucket, sum(value) FROM read GROUP BY grouped, bucket"
# Of each start the largest level in each bucket; a point that states no start is a start of its own.
LEVELS = f"""{READ}
    SELECT DISTINCT ON (number, start_time, bucket, start_time = time)
        number, grouped, start_time, bucket, start_time < time, count, value, minimum, maximum, buckets
    FROM read
    ORDER BY number, start_time, bucket, start_time = time DESC, coalesce(count, value) DESC
"""
DISTRIBUTIONS = f"{READ} SELECT grouped, bucket, count, value, minimum, maximum, buckets FROM read"


class Asked(NamedTuple):
    """Series and the group each belongs to, and the time; buckets lie between rising edges."""

    project_ids: Sequence[int]
    series_ids: Sequence[int]
    groups: Sequence[int]
    edges: Sequence[dt.datetime]
    since: dt.datetime  # earlier than the first edge, to know what counters stood at

    def parameters(self, **more: Any) -> Parameters:
        """For the statements above. Bucket 0 lies before the first edge."""
        return {
            "projects": list(self.project_ids),
            "series": list(self.series_ids),
            "groups": list(self.groups),
            "edges": list(self.edges[:-1]),
            "since": self.since,
            "until": self.edges[-1],
            **more,
        }
