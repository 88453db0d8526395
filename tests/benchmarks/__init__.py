"""What grows with the number of employees and what does not; `make bench` prints it, no test depends on it."""
