"""设置: the office, one's password, users, parameters, checks, recognising paper, about. One section a file."""
