const SATURDAY = 6;

/**
 * How many working days a period of so many calendar days holds, at least and at most, over the five weekdays it may begin on. The first
 * day is not counted, an end on a weekend moves to Monday (domain.md §4.1), and public holidays are left out of account: they are not
 * known years ahead, and a limit in calendar days runs through them.
 */
export const workingDaysWithin = (calendarDays: number): { readonly fewest: number; readonly most: number } => {
  const counts = [1, 2, 3, 4, 5].map((weekday) => {
    const endsOn = (weekday + calendarDays) % 7;
    const length = calendarDays + (endsOn === SATURDAY ? 2 : endsOn === 0 ? 1 : 0);
    // Whole weeks hold five; of what is left, count the days that are no weekend.
    let count = Math.floor(length / 7) * 5;
    for (let i = 1; i <= length % 7; i++) if ((weekday + i) % 7 !== SATURDAY && (weekday + i) % 7 !== 0) count++;
    return count;
  });
  return { fewest: Math.min(...counts), most: Math.max(...counts) };
};
