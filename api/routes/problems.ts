import { z } from 'zod';
import { ERRORS, refusal } from '../../domain/errors';
import type { ErrorCode } from '../../domain/errors';
import { answers } from '../answers';
import type { Api } from '../context';
import { Refused } from '../problem';

const Description = z.object({ code: z.string(), status: z.number().int(), en: z.string(), vi: z.string() }).meta({ id: 'ProblemDescription' });

/** Where the `type` of problem details leads. */
export async function problemRoutes(app: Api): Promise<void> {
  app.get(
    '/v1/problems/:code',
    {
      config: { access: 'public' },
      schema: { tags: ['catalogue'], summary: 'What a problem code means, in both languages', params: z.object({ code: z.string().max(100) }), response: answers({ 200: Description }, 404) },
    },
    async ({ params: { code } }) => {
      if (!Object.hasOwn(ERRORS, code)) throw new Refused(refusal('NOT_FOUND'));
      const { status, en, vi } = ERRORS[code as ErrorCode];
      return { code, status, en, vi };
    },
  );
}
