"""Files from the web, without becoming anybody's hand inside this network."""
