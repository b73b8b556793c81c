import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import { tellOfAccount } from '../../db/account-notices';
import { findAccount, grantsOf, saveAccount, setGrants } from '../../db/accounts';
import type { AccountChange, Grant } from '../../db/accounts';
import { findAgencies } from '../../db/catalogue';
import { forgetDevices } from '../../db/known-devices';
import { addPosting, changePerson, endPosting, findPerson, lockPerson, postingsOf } from '../../db/people';
import type { HeldPosting, Posting } from '../../db/people';
import { resetSecondFactors, secondFactorsOf } from '../../db/second-factors';
import { endSessionsOf } from '../../db/sessions';
import { clearTries } from '../../db/sign-in-tries';
import type { Schema } from '../../db/schema';
import type { Topology } from '../../domain/agency/topology';
import { atMinute, formatInstant, localDateOf } from '../../domain/calendar/local-time';
import type { Instant } from '../../domain/calendar/calendar';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Result } from '../../domain/result';
import type { Text } from '../../domain/text';
import { whyNotCovered, whyNoSuchPost } from '../give-post';
import { hashPassword } from '../passwords';
import { whyNotGive } from '../posting-rights';
import { tellOfPost } from '../tell-of-post';
import type { Confirming, Deed, Done } from './deed';
import { isOperator, rightsOf } from './rights-of';
import { postWords, spanWords } from './words';

type Db = Kysely<Schema>;

/** Of one person; changed as they are, which nobody else does meanwhile. */
async function changeOf(trx: Db, person: string, work: (trx: Db) => Promise<Result<Done>>): Promise<Result<Done>> {
  const found = await findPerson(trx, person);
  if (!found) return refuse(unknown(person));
  let done: Result<Done> = refuse(refusal('CHANGED_MEANWHILE'));
  await changePerson(trx, found, async () => void (done = await work(trx)));
  return done;
}

const unknown = (person: string): Refusal => refusal('PERSON_NOT_REGISTERED', { value: person, id: person });

/** Only an administrator proposes it, and for nobody but others. */
async function whyNotAdministrator(db: Db, by: string, person: string, at: Instant): Promise<Refusal | undefined> {
  if (!(await findPerson(db, person))) return unknown(person);
  if (isOperator(by)) return undefined;
  if (by === person) return refusal('OWN_RIGHTS');
  const { grants } = await rightsOf(db, by, at);
  const administers = grants.some(({ grant }) => grant === 'administrator');
  return administers ? undefined : refusal('ROUTE_FORBIDDEN', { allowed: 'administrators', allowedVi: 'quản trị' });
}

async function nameOf(db: Db, person: string): Promise<string> {
  const found = await findPerson(db, person);
  return found ? `${found.name} (${person})` : person;
}

async function accountBasis(db: Db, person: string): Promise<Record<string, unknown>> {
  const row = await db.selectFrom('accounts').select(['version']).where('person', '=', person).executeTakeFirst();
  return { name: (await findPerson(db, person))?.name ?? null, account: row?.version ?? null };
}

const topologyOf = async (
  db: Db,
): Promise<Topology | undefined> => (await findAgencies(db))?.topology as Topology | undefined;
const postingText = ({ agency, role, kind, from, to }: HeldPosting): string =>
  `${role}@${agency} ${kind} ${formatInstant(from)}–${to === null ? '' : formatInstant(to)}`;

async function postsThere(db: Db, person: string, agency: string): Promise<string[]> {
  return (await postingsOf(db, person)).filter((held) => held.agency === agency).map(postingText);
}

async function isDisabled(db: Db, person: string): Promise<boolean> {
  return (await findAccount(db, person))?.disabled ?? false;
}

/** A post that decides or controls, or its stand-in. */
export const postDeed = (posting: Posting): Deed => ({
  concerns: posting.person,
  words: `person ${posting.person} post ${posting.role}@${posting.agency} ${posting.kind}`,
  lock: (trx) => lockPerson(trx, posting.person),
  async basis(db) {
    const { person, agency, onBehalfOf } = posting;
    return {
      name: (await findPerson(db, person))?.name ?? null,
      disabled: await isDisabled(db, person),
      posts: await postsThere(db, person, agency),
      ...(onBehalfOf === null ? {} : { standsInFor: await postsThere(db, onBehalfOf, agency) }),
    };
  },
  async summary(db) {
    const { person, onBehalfOf, kind, from, to } = posting;
    const who = await nameOf(db, person);
    const [post, span] = [postWords(await topologyOf(db), posting, from), spanWords(from, to)];
    const whom = onBehalfOf === null ? '' : await nameOf(db, onBehalfOf);
    if (kind === 'stand-in') {
      return {
        vi: `${who} làm thay ${whom}: ${post.vi}, ${span.vi}`,
        en: `${who} stands in for ${whom}: ${post.en}, ${span.en}`,
      };
    }
    const seconded = kind === 'secondment';
    return {
      vi: `Giao ${who} ${seconded ? 'biệt phái vào ' : ''}vị trí ${post.vi}, ${span.vi}`,
      en: `${who} is ${seconded ? 'seconded to' : 'given'} the post ${post.en}, ${span.en}`,
    };
  },
  async whyNot(db, by, at) {
    if (!(await findPerson(db, posting.person))) return unknown(posting.person);
    if (posting.to !== null && posting.to <= at) {
      return refusal('POSTING_DATES', { value: formatInstant(posting.to), after: formatInstant(at) }, 'to');
    }
    const forbidden = isOperator(by) ? undefined : await whyNotGive(db, await rightsOf(db, by, at), posting);
    return forbidden ?? (await whyNoSuchPost(db, posting)) ?? (await whyNotCovered(db, posting));
  },
  perform: (trx, confirming) =>
    changeOf(trx, posting.person, async () => {
      // What was to begin before the day of its confirmation begins with it: nobody has held it until now.
      const late = posting.from < atMinute(localDateOf(confirming.at), 0) && !isOperator(confirming.proposedBy);
      const from = late ? confirming.at : posting.from;
      const given = { by: confirming.proposedBy, confirmation: confirming.id };
      const added = await addPosting(trx, { ...posting, from }, given);
      if (added.present) return refuse(refusal('POSTING_PRESENT', { person: posting.person, id: added.posting.id }));
      await endSessionsOf(trx, posting.person);
      await tellOfPost(trx, added.posting, 'given', { by: confirming.proposedBy, realNow: confirming.realAt });
      return ok({ location: `/v1/people/${encodeURIComponent(posting.person)}` });
    }),
});

/** A later end of a post that decides or controls. */
export const postEndDeed = ({ id, person, to }: Pick<HeldPosting, 'id' | 'person' | 'to'>): Deed => {
  const heldIn = async (
    db: Db,
  ): Promise<HeldPosting | undefined> => (await postingsOf(db, person)).find((each) => each.id === id);
  return {
    concerns: person,
    words: `person ${person} posting ${id} ends later`,
    lock: (trx) => lockPerson(trx, person),
    async basis(db) {
      const held = await heldIn(db);
      return { name: (await findPerson(db, person))?.name ?? null, posting: held ? postingText(held) : null };
    },
    async summary(db) {
      const held = await heldIn(db);
      const [who, ends] = [await nameOf(db, person), to === null ? '…' : formatInstant(to)];
      if (!held) return { vi: `${who}: vị trí ${id} đến ${ends}`, en: `${who}: post ${id} until ${ends}` };
      const post = postWords(await topologyOf(db), held, held.from);
      return { vi: `${who} giữ vị trí ${post.vi} đến ${ends}`, en: `${who} holds the post ${post.en} until ${ends}` };
    },
    async whyNot(db, by, at) {
      const held = await heldIn(db);
      if (!held) return refusal('POSTING_UNKNOWN', { value: id, person }, 'path.posting');
      if (held.to !== null && held.to <= at) return refusal('POSTING_OVER', { to: formatInstant(held.to) });
      const forbidden = isOperator(by) ? undefined : await whyNotGive(db, await rightsOf(db, by, at), held);
      return forbidden ?? (await whyNotCovered(db, { ...held, to }));
    },
    perform: (trx, { proposedBy: by, realAt: realNow }) =>
      changeOf(trx, person, async () => {
        const held = await heldIn(trx);
        if (!held) return refuse(refusal('POSTING_UNKNOWN', { value: id, person }, 'path.posting'));
        await endPosting(trx, held, to);
        await tellOfPost(trx, { ...held, to }, 'moved', { by, realNow });
        return ok({ location: `/v1/people/${encodeURIComponent(person)}` });
      }),
  };
};

const GRANTS_VI: Record<Grant, string> = { auditor: 'kiểm toán, giám sát', administrator: 'quản trị' };

export const grantsDeed = (
  { person, grants }: { readonly person: string; readonly grants: readonly Grant[] },
): Deed => ({
  concerns: person,
  words: `person ${person} grants ${grants.join(' ') || 'none'}`,
  lock: (trx) => lockPerson(trx, person),
  basis: async (db) => ({
    name: (await findPerson(db, person))?.name ?? null,
    disabled: await isDisabled(db, person),
    grants: await grantsOf(db, person),
  }),
  async summary(db) {
    const [who, held] = [await nameOf(db, person), await grantsOf(db, person)];
    const vi = (list: readonly Grant[]): string => list.map((grant) => GRANTS_VI[grant]).join(', ') || 'không có';
    const en = (list: readonly Grant[]): string => list.join(', ') || 'none';
    return {
      vi: `Quyền của ${who}: ${vi(grants)} (trước đó: ${vi(held)})`,
      en: `${who} has these grants: ${en(grants)} (before: ${en(held)})`,
    };
  },
  whyNot: (db, by, at) => whyNotAdministrator(db, by, person, at),
  perform: (trx, { id, proposedBy: by, at, realAt: realNow }) =>
    changeOf(trx, person, async () => {
      await setGrants(trx, person, grants, { at, by, confirmation: id });
      // What they may now do they do after they have proved for it who they are.
      await endSessionsOf(trx, person);
      await tellOfAccount(trx, person, 'grants-changed', { by, realNow, detail: grants.join(' ') || 'none' });
      return ok({ location: `/v1/people/${encodeURIComponent(person)}` });
    }),
});

export interface AccountGivenTo {
  readonly person: string;
  readonly oidc: { readonly issuer: string; readonly subject: string };
  readonly disabled?: boolean;
  /** Only ever taken away. */
  readonly password?: null;
}

/** Whom the identity provider means: whoever says so could sign in as somebody. */
export const accountDeed = ({ person, oidc, disabled, password }: AccountGivenTo): Deed => ({
  concerns: person,
  words: `person ${person} account oidc`,
  lock: (trx) => lockPerson(trx, person),
  basis: (db) => accountBasis(db, person),
  async summary(db): Promise<Text> {
    const who = await nameOf(db, person);
    return {
      vi: `${who} đăng nhập bằng định danh ${oidc.subject} của ${oidc.issuer}`,
      en: `${who} signs in as ${oidc.subject} of ${oidc.issuer}`,
    };
  },
  whyNot: (db, by, at) => whyNotAdministrator(db, by, person, at),
  perform: (trx, { proposedBy: by, realAt: realNow }) =>
    changeOf(trx, person, async () => {
      const change: AccountChange = {
        oidc,
        ...(password === undefined ? {} : { passwordHash: null }),
        ...(disabled === undefined ? {} : { disabledRealAt: disabled ? realNow : null }),
      };
      const taken = await trx
        .selectFrom('accounts')
        .select('person')
        .where('oidc_issuer', '=', oidc.issuer)
        .where('oidc_subject', '=', oidc.subject)
        .where('person', '<>', person)
        .executeTakeFirst();
      if (taken) return refuse(refusal('IDENTITY_TAKEN', {}, 'body.oidc'));
      await saveAccount(trx, person, change);
      await endSessionsOf(trx, person);
      await tellOfAccount(trx, person, 'sign-in-changed', { by, realNow });
      return ok({ location: `/v1/people/${encodeURIComponent(person)}` });
    }),
});

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const oneTimePassword = (): string => Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]!).join('');

/** A password for one sign-in, which whoever confirms is shown: it is nowhere else, and good for choosing one's own. */
export const passwordResetDeed = ({ person }: { readonly person: string }): Deed => ({
  concerns: person,
  words: `person ${person} password reset`,
  lock: (trx) => lockPerson(trx, person),
  basis: (db) => accountBasis(db, person),
  async summary(db) {
    const who = await nameOf(db, person);
    return {
      vi: `Đặt lại mật khẩu của ${who}: người xác nhận nhận mật khẩu dùng một lần và trao tận tay`,
      en: `A new password for ${who}: whoever confirms is shown one for a single sign-in, and hands it over`,
    };
  },
  whyNot: (db, by, at) => whyNotAdministrator(db, by, person, at),
  perform: (trx, { proposedBy: by, realAt: realNow }) =>
    changeOf(trx, person, async () => {
      const secret = oneTimePassword();
      await saveAccount(trx, person, { passwordHash: await hashPassword(secret), mustChangePassword: true });
      await endSessionsOf(trx, person);
      // Their browsers are asked for the new password like anybody's; what strangers did with the old one is over.
      await forgetDevices(trx, person);
      await clearTries(trx, `name:${person}`);
      await tellOfAccount(trx, person, 'password-reset', { by, realNow });
      return ok({ secret, location: `/v1/people/${encodeURIComponent(person)}` });
    }),
});

export const secondFactorResetDeed = ({ person }: { readonly person: string }): Deed => ({
  concerns: person,
  words: `person ${person} second factors reset`,
  lock: (trx) => lockPerson(trx, person),
  basis: async (db) => ({
    ...(await accountBasis(db, person)),
    factors: (await secondFactorsOf(db, person)).map(({ id }) => id).sort(),
  }),
  async summary(db) {
    const [who, factors] = [await nameOf(db, person), await secondFactorsOf(db, person)];
    return {
      vi: `Gỡ toàn bộ ${factors.length} lớp xác thực thứ hai của ${who}`,
      en: `All ${factors.length} second factors of ${who} are taken away`,
    };
  },
  whyNot: (db, by, at) => whyNotAdministrator(db, by, person, at),
  perform: (trx, { proposedBy: by, realAt: realNow }: Confirming) =>
    changeOf(trx, person, async () => {
      await resetSecondFactors(trx, person);
      await endSessionsOf(trx, person);
      await forgetDevices(trx, person);
      await clearTries(trx, `code:${person}`, `name:${person}`);
      await tellOfAccount(trx, person, 'second-factor-reset', { by, realNow });
      return ok({ location: `/v1/people/${encodeURIComponent(person)}` });
    }),
});
