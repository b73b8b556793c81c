import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ComplaintGiven, RatingGiven } from '../../contracts/http/tracking';
import type { DossierRow } from '../../domain/dossier/recording';
import { messageOf } from '../../domain/errors';
import { holderOf, logRefusal } from '../authenticate';
import { readerOf } from '../caller';
import type { Api, ApiContext } from '../context';
import type { Language } from '../language';
import { logOwn } from '../logged';
import { complainOfOwn, complaintsOfOwn, ownDossier, rateOwn, trackOwn } from '../own-dossier';
import { Refused, problemFor } from '../problem';
import { askingPage, shownPage } from './tracking-page';
import type { Frame } from './tracking-page';
import { SCORES } from './voice-forms';
import { speaker } from './words';
import type { Typed } from './words';

type Form = Readonly<Record<string, string>>;
/** What came of a form that was sent along with the receipt. */
interface Outcome {
  readonly done?: string;
  readonly problem?: string;
  readonly draft?: Form;
}

const STYLESHEET = readFileSync(join(__dirname, 'tracking.css'), 'utf8');
/** Its address changes with its text, so that a browser may keep it. */
const STYLESHEET_ADDRESS = `/tracking.css?v=${createHash('sha256').update(STYLESHEET).digest('hex').slice(0, 8)}`;
const YEAR_S = 31_536_000;
/** A complaint of 5,000 letters, each of them written as up to nine characters of a form. */
const FORM_LIMIT = 64 * 1024;
const POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const KEY = /^[\w-]{1,60}$/;

/**
 * Tracking for everybody, without a script and without a cookie: each form brings code and secret of the receipt along. Tries are
 * counted with those of the API (server.ts).
 */
export async function trackingPages(app: Api, context: ApiContext): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_LIMIT }, (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))));
    scope.setErrorHandler(async (error, request, reply) => {
      const unwritten = await logRefusal(context, request, error).catch((fault: unknown) => fault);
      request.language = languageOfPage(request);
      const { detail } = problemFor(unwritten ?? error, request, reply);
      return send(request, reply, (frame) => askingPage(frame, { typed: typedIn(request), problem: detail }));
    });

    scope.get('/tracking.css', { schema: { hide: true } }, async (_, reply) => reply.type('text/css; charset=utf-8').header('cache-control', `public, max-age=${YEAR_S}, immutable`).send(STYLESHEET));
    scope.get('/tracking', { schema: { hide: true } }, async (request, reply) => send(request, reply, (frame) => askingPage(frame, { typed: typedIn(request) })));

    const forms: Readonly<Record<string, (request: FastifyRequest, dossier: DossierRow) => Promise<Outcome>>> = {
      '/tracking': async () => ({}),
      '/tracking/rating': rate,
      '/tracking/complaint': complain,
    };
    for (const [url, take] of Object.entries(forms)) {
      scope.post(url, { config: { receiptInForm: true }, schema: { hide: true } }, async (request, reply) => {
        const typed = typedIn(request);
        request.caller = await holderOf(context, typed.code, typed.secret);
        request.db = context.database.as(readerOf(request.caller));
        const dossier = await ownDossier(request.db, request.caller);
        await logOwn(context, request, url === '/tracking' ? 'read-own' : 'act');
        const outcome = await take(request, dossier);
        const [view, complaints] = await Promise.all([trackOwn(request.db, dossier, context.clock.now()), complaintsOfOwn(request.db, dossier)]);
        return send(request, reply, (frame) => shownPage(frame, { typed, view, complaints, complaintKey: randomUUID(), ...outcome }));
      });
    }
  });

  function send(request: FastifyRequest, reply: FastifyReply, page: (frame: Frame) => string): FastifyReply {
    const language = languageOfPage(request);
    reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).header('content-language', language);
    return reply.send(page({ language, training: context.training ?? false, stylesheet: STYLESHEET_ADDRESS }));
  }

  async function rate(request: FastifyRequest, dossier: DossierRow): Promise<Outcome> {
    const form = formOf(request);
    const say = speaker(languageOfPage(request));
    const comment = wordsIn(form, 'comment');
    const given = RatingGiven.safeParse({ ...Object.fromEntries(SCORES.map((score) => [score, Number(form[score])])), ...(comment === '' ? {} : { comment }) });
    if (!given.success) return { problem: say('Hãy chọn một mức cho mỗi câu hỏi; ý kiến thêm tối đa 5.000 chữ.', 'Choose one answer to each question; at most 5,000 letters may be added.'), draft: form };
    return orProblem(request, form, async () => {
      await rateOwn(request.db, dossier, given.data, request.caller, context.clock.now());
      return say('Đã nhận đánh giá. Cảm ơn ông/bà.', 'Your rating was received. Thank you.');
    });
  }

  async function complain(request: FastifyRequest, dossier: DossierRow): Promise<Outcome> {
    const form = formOf(request);
    const say = speaker(languageOfPage(request));
    const contact = wordsIn(form, 'contact');
    const given = ComplaintGiven.safeParse({ text: wordsIn(form, 'text'), ...(contact === '' ? {} : { contact }) });
    const key = form['key'] ?? '';
    if (!given.success || !KEY.test(key)) return { problem: say('Hãy ghi nội dung phản ánh, tối đa 5.000 chữ.', 'Write what is wrong, in at most 5,000 letters.'), draft: form };
    return orProblem(request, form, async () => {
      await complainOfOwn(request.db, dossier, given.data, request.caller, key, context.clock.now());
      return say('Đã nhận phản ánh. Hạn trả lời ghi bên dưới.', 'Your complaint was received. By when it is answered stands below.');
    });
  }
}

/** A refusal stands on the dossier's page, with what was typed; whatever else goes wrong is for the error handler. */
async function orProblem(request: FastifyRequest, form: Form, work: () => Promise<string>): Promise<Outcome> {
  try {
    return { done: await work() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { problem: messageOf(error.refusal, languageOfPage(request)), draft: form };
  }
}

/** Vietnamese unless English is asked for: many a browser says English because nobody ever told it otherwise. */
const languageOfPage = ({ query }: FastifyRequest): Language => ((query as { lang?: unknown } | undefined)?.lang === 'en' ? 'en' : 'vi');

const formOf = ({ body }: FastifyRequest): Form => (body ?? {}) as Form;

/** From the form, or from the address that the receipt's QR code gives. */
function typedIn(request: FastifyRequest): Typed {
  const { code } = request.query as { code?: unknown };
  const form = formOf(request);
  return { code: (form['code'] ?? (typeof code === 'string' ? code : '')).trim().slice(0, 60), secret: (form['secret'] ?? '').trim().slice(0, 65) };
}

/** Forms break lines as in 1995. */
const wordsIn = (form: Form, field: string): string => (form[field] ?? '').replaceAll('\r\n', '\n').trim();
