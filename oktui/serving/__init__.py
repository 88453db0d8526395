"""`oktui serve`: the applications' door, over HTTP; only a caller of the services, as the screens are."""
