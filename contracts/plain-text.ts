import type { z } from 'zod';

// Written out: not every reader of the OpenAPI document knows \p{Cc}.
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f]*$/;
const SEVERAL_LINES = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;
/** Half of a surrogate pair: JSON has a way to write it, UTF-8 and PostgreSQL have none. */
const HALF_CHARACTER = /\p{Cs}/u;

const whole = (text: string): boolean => !HALF_CHARACTER.test(text);

/** Text of one line, without control characters. */
export const oneLine = (text: z.ZodString): z.ZodString => text.regex(ONE_LINE, 'TEXT_CONTROL_CHARACTERS').refine(whole, 'TEXT_CONTROL_CHARACTERS');

/** Text with no control characters but tab and line break. */
export const severalLines = (text: z.ZodString): z.ZodString => text.regex(SEVERAL_LINES, 'TEXT_CONTROL_CHARACTERS').refine(whole, 'TEXT_CONTROL_CHARACTERS');
