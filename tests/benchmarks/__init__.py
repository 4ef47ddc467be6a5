"""How fast Ragstone is on a generated programme: `make bench` prints goals and figures."""
