"""The page of the intake: a thin shell over the headless route. It holds no law and asks no database itself."""
