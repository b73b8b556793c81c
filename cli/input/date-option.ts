import type { LocalDate } from '../../domain/calendar/calendar';
import { parseLocalDate } from '../../domain/calendar/local-time';
import { valueOf } from '../exit';

/** The date of a `--date` option, or the one meant without it. */
export const dateOption = (given: string | undefined, otherwise: LocalDate): LocalDate => (given === undefined ? otherwise : valueOf(parseLocalDate(given, 'date')));
