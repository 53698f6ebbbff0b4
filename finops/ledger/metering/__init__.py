"""From counters of tokens and money to charges by the hour, for sessions that report no calls."""
