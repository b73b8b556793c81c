/** The province's calendar; one for all limits (domain.md §4.3). */
export const PROVINCIAL_CALENDAR = 'lai-chau';
