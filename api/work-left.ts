import { canSignIn } from '../db/accounts';
import type { HeldPosting } from '../db/people';
import { postingsAt } from '../db/people';
import { openWorkAt, strandedTasks } from '../db/reads/work-of-the-absent';
import type { StrandedTask } from '../db/reads/work-of-the-absent';
import type { Instant } from '../domain/calendar/calendar';
import { ENGINE_PARTS } from '../domain/person-id';
import { refusal } from '../domain/errors';
import { returnToDesks } from '../gateway/return-to-desk';
import type { ApiContext } from './context';
import { Refused } from './problem';

/** What becomes of the work that somebody has in hand whose post ends. */
export interface WorkLeft {
  /** Open tasks they had in hand at that desk. */
  readonly open: number;
  /** Of these given to the colleague who was named. */
  readonly handedOver: number;
  /** Given back to the desk. Whatever is neither is given back within a minute or two. */
  readonly returned: number;
}

/**
 * The open tasks somebody has in hand at the desk of a post. Who ends posts need not be allowed to read dossiers, so
 * only their number is ever told.
 */
export const workAt = ({ database }: Pick<ApiContext, 'database'>, posting: HeldPosting): Promise<readonly StrandedTask[]> =>
  openWorkAt(database.as({ person: ENGINE_PARTS.desks, agencies: [posting.agency] }), posting);

/** Whoever goes on with the work holds the same post now, and is not the one who leaves. PERSON_NOT_THERE. */
export async function refuseUnfitSuccessor(
  { database, clock }: Pick<ApiContext, 'database' | 'clock'>,
  { person, agency, role }: HeldPosting,
  to: string,
): Promise<void> {
  const db = database.as({ person: ENGINE_PARTS.desks, agencies: [agency] });
  const held = await postingsAt(db, to, clock.now());
  const isThere = to !== person && held.some((own) => own.agency === agency && own.role === role);
  if (isThere && (await canSignIn(db, to))) return;
  throw new Refused(refusal('PERSON_NOT_THERE', { value: to, post: `${role}@${agency}` }, 'body.handOverTo'));
}

/** Hands the work of an ended post over, or gives it back to the desk. */
export async function leaveWork(
  context: Pick<ApiContext, 'database' | 'client' | 'signing' | 'clock'>,
  posting: HeldPosting,
  to: string | undefined,
): Promise<WorkLeft> {
  const at = context.clock.now();
  const stranded = await strandedAt(context, posting, at);
  const done = await returnToDesks(context, stranded, at, to);
  return { open: stranded.length, handedOver: to === undefined ? 0 : done, returned: to === undefined ? done : 0 };
}

/** Not what they may go on with, from another posting at the same desk. */
async function strandedAt(
  { database }: Pick<ApiContext, 'database'>,
  { person, agency, role }: HeldPosting,
  at: Instant,
): Promise<readonly StrandedTask[]> {
  const db = database.as({ person: ENGINE_PARTS.desks, agencies: [agency] });
  return (await strandedTasks(db, { at, person })).filter((task) => task.agency === agency && task.role === role);
}

/** Gives everything back that somebody has in hand who can no longer sign in. */
export async function leaveAllWork(
  context: Pick<ApiContext, 'database' | 'client' | 'signing' | 'clock'>,
  person: string,
  agencies: readonly string[],
): Promise<void> {
  const at = context.clock.now();
  const db = context.database.as({ person: ENGINE_PARTS.desks, agencies: [...new Set(agencies)] });
  await returnToDesks(context, await strandedTasks(db, { at, person }), at);
}
