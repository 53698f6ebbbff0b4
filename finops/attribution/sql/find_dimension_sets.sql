SELECT uuid_send(digest), id FROM dimension_set WHERE digest = ANY (%s::text[]::uuid[])
