"""From counters of tokens and money to charges by the hour, where no calls are reported."""
