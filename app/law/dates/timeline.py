"""Say in words how a due date was reached, for the page that answers 为什么是这一天."""

from datetime import date, timedelta

from app.law.dates.calendar import WorkCalendar

_WEEKDAYS = "一二三四五六日"


def day_words(day: date, reference: date) -> str:
    """Write a date as 9月25日, with its year only where it differs from the reference's."""
    year = "" if day.year == reference.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def weekday_word(day: date) -> str:
    """Write the day of the week (周一 … 周日)."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def _working_words(day: date, start: date, calendar: WorkCalendar) -> str:
    makeup = f"（{weekday_word(day)}，调休上班）" if calendar.is_makeup_workday(day) else ""
    return day_words(day, start) + makeup


def _unsure_words(calendar: WorkCalendar, years: tuple[int, ...]) -> str:
    return "".join(
        f"{year}年本机只录入了法定节日，没有录入调休，工作日为估算。"
        if calendar.status(year) == "provisional"
        else f"{year}年的放假安排本机没有录入，工作日为估算。"
        for year in years
    )


def natural_timeline(
    *,
    start_word: str,
    start: date,
    end: date,
    rolled: date,
    safe: date,
    calendar: WorkCalendar,
    extension_days: int,
    excluded_days: int,
    unsure: tuple[int, ...],
) -> str:
    """Tell the steps of a clock in natural days.

    For example: 9月10日收到，次日起算；第15日为9月25日，逢中秋节；顺延后为9月28日；最晚工作日9月24日。
    """
    total = (end - start).days
    parts = [f"{day_words(start, start)}{start_word}，次日起算"]
    added = []
    if extension_days:
        added.append(f"经批准延长{extension_days}日")
    if excluded_days:
        added.append(f"听证时间{excluded_days}日不计算在内")
    if added:
        parts.append(f"{total - extension_days - excluded_days}日，" + "，".join(added))
    if calendar.is_workday(end):
        parts.append(f"第{total}日为{_working_words(end, start, calendar)}，当天上班")
    else:
        reason = calendar.holiday_name(end) or weekday_word(end)
        parts.append(f"第{total}日为{day_words(end, start)}，逢{reason}")
        parts.append(f"顺延后为{_working_words(rolled, start, calendar)}")
        parts.append(f"最晚工作日{_working_words(safe, start, calendar)}")
    return "；".join(parts) + "。" + _unsure_words(calendar, unsure)


def workday_timeline(
    *, start_word: str, start: date, end: date, length: int, calendar: WorkCalendar, unsure: tuple[int, ...]
) -> str:
    """Tell the steps of a clock in working days: what was left out, what was counted though a weekend."""
    parts = [f"{day_words(start, start)}{start_word}，次日起算"]
    for first, last, name in _holidays(start, end, calendar):
        until = "" if first == last else f"至{day_words(last, start)}"
        parts.append(f"{day_words(first, start)}{until}{name}放假，不计")
    day = start
    weekends = False
    while day < end:
        day += timedelta(days=1)
        if calendar.is_makeup_workday(day):
            parts.append(f"{day_words(day, start)}{weekday_word(day)}调休上班，计入")
        elif day.weekday() > 4 and calendar.holiday_name(day) is None:
            weekends = True
    if weekends:
        parts.append("周六、周日不计")
    parts.append(f"第{length}个工作日为{day_words(end, start)}（{weekday_word(end)}）")
    return "；".join(parts) + "。" + _unsure_words(calendar, unsure)


def _holidays(start: date, end: date, calendar: WorkCalendar) -> list[tuple[date, date, str]]:
    spans: list[tuple[date, date, str]] = []
    day = start
    while day < end:
        day += timedelta(days=1)
        name = calendar.holiday_name(day)
        if name is None:
            continue
        if spans and spans[-1][2] == name and spans[-1][1] == day - timedelta(days=1):
            spans[-1] = (spans[-1][0], day, name)
        else:
            spans.append((day, day, name))
    return spans
