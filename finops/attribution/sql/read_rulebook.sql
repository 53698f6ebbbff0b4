-- The rules in their order, the owners of one project, and custom dimensions; times are unix microseconds.
SELECT
    (SELECT name FROM accounts_project WHERE id = %(project)s),
    coalesce((
        SELECT json_agg(json_build_array(
            rule_id, conditions, dimension, value,
            (extract(epoch FROM applies_from) * 1000000)::bigint,
            (extract(epoch FROM applies_until) * 1000000)::bigint
        ) ORDER BY position, rule_id, applies_from)
        FROM attribution_ruleversion
    ), '[]')::text,
    coalesce((
        SELECT json_agg(json_build_array((extract(epoch FROM applies_from) * 1000000)::bigint, team)
                        ORDER BY applies_from, id)
        FROM accounts_projectowner
        WHERE project_id = %(project)s
    ), '[]')::text,
    (SELECT coalesce(json_agg(name ORDER BY name), '[]') FROM attribution_customdimension)::text,
    (SELECT coalesce(json_agg(json_build_array(
            name, history_attributes,
            (extract(epoch FROM history_from) * 1000000)::bigint,
            (extract(epoch FROM history_until) * 1000000)::bigint, history_values
        ) ORDER BY name), '[]')
     FROM attribution_customdimension WHERE history_values IS NOT NULL)::text
