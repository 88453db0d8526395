"""All Czech sentences but the labels, which stand in their form; by subject."""
