"""What `make` runs besides the well-known tools."""
