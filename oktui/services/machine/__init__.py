"""What the owner of the machine does to the installation as a whole."""
