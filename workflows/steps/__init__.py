"""What each step of the diagrams writes into the tables, by form key."""
