"""The page of GB/T 9704-2012, in pt from the lower left corner; 1 mm is 72/25.4 pt."""

MM = 72 / 25.4

WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, BLOCK_WIDTH = 28 * MM, 156 * MM
RIGHT = LEFT + BLOCK_WIDTH
TOP, BLOCK_HEIGHT = HEIGHT - 37 * MM, 225 * MM
BOTTOM = TOP - BLOCK_HEIGHT

CHARACTERS_A_LINE, LINES_A_PAGE = 28, 22
BODY_SIZE = 16.0
# 28 characters of 16 pt are 158 mm: the pitch of 156 mm / 28 is a little less than the type.
PITCH = BLOCK_WIDTH / CHARACTERS_A_LINE
LINE = BLOCK_HEIGHT / LINES_A_PAGE
TITLE_SIZE, TITLE_LINE = 22.0, 36.0
PAGE_NUMBER_SIZE = 14.0
PAGE_NUMBER_DROP = 7 * MM

# Letter format with a red head (GB/T 9704-2012, 10.1): the name 30 mm from the top edge, a double line 4 mm below it
# and another 20 mm from the bottom edge, both 170 mm long.
RED = (0.86, 0.07, 0.07)
RED_HEAD_TOP = HEIGHT - 30 * MM
RED_HEAD_GAP = 4 * MM
RED_LINE_LENGTH = 170 * MM
RED_FOOT = 20 * MM
