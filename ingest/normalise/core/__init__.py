"""What all dialects share: reading numbers, token arithmetic, roles, layers, cost."""
