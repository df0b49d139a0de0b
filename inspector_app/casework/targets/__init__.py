"""Sites, plants, their parties and people: kept, named, found."""
