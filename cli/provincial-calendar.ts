/**
 * The province's calendar, the one for all limits (domain.md §4.3). The activities name it too; their module would pull Temporal into commands
 * that must answer without it, so a test compares the two.
 */
export const PROVINCIAL_CALENDAR = 'lai-chau';
