UPDATE reattribution SET
    after_project = %(project)s, after_trace = %(trace)s, traces_done = traces_done + %(traces)s,
    charges_moved = charges_moved + %(moved)s, failed_traces = failed_traces + %(failed)s
WHERE id = %(id)s
