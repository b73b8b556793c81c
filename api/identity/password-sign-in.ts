import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { SignIn } from '../../contracts/http/session';
import { logAccess } from '../../db/access-log';
import { findAccount, passwordHashOf } from '../../db/accounts';
import type { Account } from '../../db/accounts';
import { isKnownDevice } from '../../db/known-devices';
import type { Schema } from '../../db/schema';
import { hashOfToken } from '../../db/sessions';
import {
  OF_ADDRESS,
  OF_CODES,
  OF_KNOWN_DEVICE,
  OF_STRANGERS,
  clearTries,
  giveBack,
  restsFor,
  takeTry,
} from '../../db/sign-in-tries';
import { WITHOUT_NAME } from '../../domain/person-id';
import { refusal } from '../../domain/errors';
import { isPassword } from '../../gateway/passwords';
import { accessOf } from '../authenticate';
import type { ApiContext } from '../context';
import { Refused } from '../problem';
import { deviceCookie } from './cookies';
import { asPerson } from './as-person';
import { rightStep, useCode } from './second-factor';

type Given = z.output<typeof SignIn>;

export interface Proven {
  readonly person: string;
  readonly proved?: 'totp';
}

/**
 * Who a name and password are, or a refusal. Tries are counted by who makes them: a browser this person has signed in
 * with before has a budget of its own, all other browsers share one for each name, and each address has one. So a
 * stranger uses up what strangers have and nothing else. Names that do not exist have budgets, too: nothing tells them apart.
 */
export async function provePassword(context: ApiContext, request: FastifyRequest, given: Given): Promise<Proven> {
  const { db } = request;
  const bucket = await bucketOf(context, request, given.name);
  const address = `address:${request.ip}`;
  const now = Date.now();
  // A known browser is no stranger at its address either, however many of those stand behind it.
  const rest = bucket.known ? 0 : await restsFor(db, address, now);
  const waits = rest > 0 ? rest : await takeTry(db, bucket.name, bucket.budget, now);
  if (waits > 0) return proveWhileResting(context, request, given, waits);
  const proven = await tryOnce(context, db, given);
  if (proven === null) {
    if (!bucket.known) await takeTry(db, address, OF_ADDRESS, now);
    throw await failed(context, request, given.name, refusal('SIGN_IN_FAILED'));
  }
  await clearTries(db, bucket.name);
  return proven;
}

interface Bucket {
  readonly name: string;
  readonly budget: typeof OF_STRANGERS;
  readonly known: boolean;
}

async function bucketOf({ publicUrl }: ApiContext, request: FastifyRequest, name: string): Promise<Bucket> {
  const device = request.cookies[deviceCookie(publicUrl)];
  const known = device !== undefined && (await isKnownDevice(request.db, device, name, Date.now()));
  return known
    ? { name: `device:${hashOfToken(device).toString('hex')}:${name}`, budget: OF_KNOWN_DEVICE, known }
    : { name: `name:${name}`, budget: OF_STRANGERS, known };
}

/** Whether the account is disabled, has no password or is not there at all: the same answer after the same time. */
async function tryOnce(context: ApiContext, db: Kysely<Schema>, given: Given): Promise<Proven | null> {
  const account = await findAccount(db, given.name);
  const hash = account && (await passwordHashOf(asPerson(context, account.person), account.person));
  const right = await isPassword(hash, given.password);
  if (!account || !right || account.disabled) return null;
  if (given.code === undefined) return { person: account.person };
  return (await useCode(context, db, account.person, given.code)) ? { person: account.person, proved: 'totp' } : null;
}

/**
 * While strangers have used up their budget, whoever types the present code of their app with their password is none.
 * Codes are looked at before the password, so that no password can be tried without one; they have a budget by address.
 */
async function proveWhileResting(
  context: ApiContext,
  request: FastifyRequest,
  given: Given,
  waits: number,
): Promise<Proven> {
  const { db } = request;
  const rests = refusal('SIGN_IN_RESTS', { seconds: Math.ceil(waits / 1_000) });
  const refuse = (): Promise<Refused> => failed(context, request, given.name, rests);
  if (given.code === undefined) throw await refuse();
  const bucket = `code-address:${request.ip}`;
  if ((await takeTry(db, bucket, OF_CODES, Date.now())) > 0) throw await refuse();
  const account = await findAccount(db, given.name);
  const present = account && (await rightStep(context, account.person, given.code));
  const proven = present ? await tryOnce(context, db, given) : null;
  if (proven === null) throw await refuse();
  await giveBack(db, bucket);
  return proven;
}

async function failed(
  context: ApiContext,
  request: FastifyRequest,
  name: string,
  why: ReturnType<typeof refusal>,
): Promise<Refused> {
  const account: Account | undefined = await findAccount(request.db, name);
  const who = account?.person ?? WITHOUT_NAME.unknown;
  const detail = why.code === 'SIGN_IN_FAILED' ? null : why.code;
  await logAccess(request.db, { ...accessOf(context, request), who, action: 'sign-in-failed', detail });
  return new Refused(why);
}
