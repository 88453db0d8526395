"""What tests are made with: people, databases, clocks, terminals."""
