"""What changed about the runs of a journey: between two periods, or between two versions of a prompt."""
