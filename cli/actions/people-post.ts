import type { Kysely } from 'kysely';
import { findPosting, savePosting } from '../../db/people';
import type { Posting } from '../../db/people';
import type { Schema } from '../../db/schema';
import type { OfficerRole } from '../../domain/agency/agency';
import { formatInstant } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import { wantsSecondPerson } from '../../domain/second-person';
import { whyNoSuchPost } from '../../gateway/give-post';
import type { Payloads } from '../../gateway/second-person/deed-of';
import { tellOfPost } from '../../gateway/tell-of-post';
import { byTwo, waiting } from '../by-two';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { instantOption } from '../input/instant-option';
import { parsePersonId } from '../input/people-fields';
import { stamp, when } from '../render/when';
import { withRecords } from '../sources/records';

export interface PostOptions {
  readonly agency: string;
  readonly role: OfficerRole;
  readonly kind: Posting['kind'];
  readonly of?: string;
  readonly from?: string;
  readonly to?: string;
}

/** `people post`: a post of somebody who is registered, at an agency that has it. */
export async function peoplePost(context: Context, options: PostOptions, id = ''): Promise<Shown> {
  const person = parsePersonId(id);
  const onBehalfOf = options.of === undefined ? null : parsePersonId(options.of);
  const invalid = (field: string, problem: string, problemVi: string): never => {
    throw new Refused(refusal('FIELD_INVALID', { problem, problemVi }, field));
  };
  if ((options.kind === 'stand-in') !== (onBehalfOf !== null)) invalid('of', 'names whom a stand-in stands in for; give it with --kind stand-in, and only then', 'nêu người được thay; chỉ dùng cùng --kind stand-in');
  if (onBehalfOf === person) invalid('of', `"${person}" cannot stand in for themselves; name somebody else`, `"${person}" không thể thay chính mình; hãy nêu người khác`);
  return withRecords(
    context,
    async ({ db, clock }) => {
      const from = options.from === undefined ? clock.now() : instantOption(options.from, 'from');
      const to = options.to === undefined ? null : instantOption(options.to, 'to');
      if (to !== null && to <= from) invalid('to', `is ${formatInstant(to)}; it must be later than "from", ${formatInstant(from)}`, `là ${formatInstant(to)}; phải sau "from", ${formatInstant(from)}`);
      for (const [field, name] of [['id', person], ['of', onBehalfOf]] as const) {
        const known = name === null || (await db.selectFrom('people').select('person').where('person', '=', name).executeTakeFirst());
        if (!known) invalid(field, `"${name}" is not in the register; "people add" them first`, `"${name}" chưa có trong danh sách; hãy thêm bằng "people add"`);
      }
      const unfit = await whyNoSuchPost(db, { agency: options.agency, role: options.role, from });
      if (unfit) throw new Refused(unfit);
      const posting: Posting = { person, agency: options.agency, role: options.role, kind: options.kind, onBehalfOf, from, to };
      const wanted = await highPosting(db, posting);
      if (wanted === undefined) {
        await savePosting(db, posting, { by: context.operator, confirmation: null });
        await tellOfPost(db, posting, 'given', { by: context.operator, realNow: Date.now() });
      } else {
        const outcome = await byTwo(context, { db, clock }, wanted.kind, wanted.payload as never);
        if (outcome.waits) return waiting(context, outcome.waits);
      }
      const { say, language } = context;
      return {
        json: { ...posting, from: stamp(from), to: stamp(to) },
        text: () => `${person}: ${options.role}@${options.agency} (${options.kind}${onBehalfOf === null ? '' : ` ${say({ en: 'for', vi: 'thay' })} ${onBehalfOf}`}), ${when(from, language)} – ${to === null ? '…' : when(to, language)}`,
      };
    },
    'recorder',
  );
}

type High = { readonly kind: 'post'; readonly payload: Posting } | { readonly kind: 'post-end'; readonly payload: Payloads['post-end'] };

/** What wants a second person: a new post that leads or controls, or a later end of one. */
async function highPosting(db: Kysely<Schema>, posting: Posting): Promise<High | undefined> {
  if (!wantsSecondPerson(posting.role)) return undefined;
  const held = await findPosting(db, posting);
  if (!held) return { kind: 'post', payload: posting };
  const isLonger = held.to !== null && (posting.to === null || posting.to > held.to);
  return isLonger ? { kind: 'post-end', payload: { id: held.id, person: posting.person, to: posting.to } } : undefined;
}
