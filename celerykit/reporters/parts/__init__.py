"""What the formats for people are made of."""
