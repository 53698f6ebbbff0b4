"""How each service's libraries tell what happened: the names and the shape of the real emitters."""
