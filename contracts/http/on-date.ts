import { z } from 'zod';

/** A date to ask for: one that exists, in the years for which anything is kept. */
export const OnDate = z.iso
  .date()
  .regex(/^(19|20|21)/)
  .meta({ id: 'OnDate', examples: ['2026-02-13'], description: 'A date in Asia/Ho_Chi_Minh' });
