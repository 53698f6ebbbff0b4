"""Events of SLOs, counted by the minute as exactly as money is."""
