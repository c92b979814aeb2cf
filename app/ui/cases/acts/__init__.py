"""What is done with a case: the offered acts, their forms and dialogs, corrections, splitting."""
