"""The program line by line: questions and answers, for a screen reader or a bad line; it knows nothing of Textual."""
