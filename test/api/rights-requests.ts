import type { RequestableAct } from '../../contracts/act-request';
import { ACT_FIELDS, REQUESTABLE_ACTS } from '../../contracts/act-request';
import { PASSWORD } from './environment';
import { SIDES } from './rights-scene';
import type { DossierState, Request, RoleName, Scene, SceneDossier, Side } from './rights-scene';

type Asked = Omit<Request, 'method' | 'path'> & { readonly path: string };
/** What is sent to a route to see who may use it. `sided` ones concern the own or the other agency; an act is tried on a dossier in a state of its own. */
export type RouteRequest =
  | { readonly kind: 'plain'; readonly ask: (scene: Scene, role: RoleName) => Asked }
  | { readonly kind: 'sided'; readonly ask: (scene: Scene, side: Side, role: RoleName) => Asked }
  | { readonly kind: 'act'; readonly state: DossierState; readonly ask: (dossier: SceneDossier, side: Side, role: RoleName) => Asked };

const plain = (path: string, more: Omit<Asked, 'path'> = {}): RouteRequest => ({ kind: 'plain', ask: () => ({ path, ...more }) });
const sided = (ask: (at: Scene['main'][Side], of: (typeof SIDES)[Side], role: RoleName, side: Side) => Asked): RouteRequest => ({ kind: 'sided', ask: ({ main }, side, role) => ask(main[side], SIDES[side], role, side) });

/** Nobody's version: whoever may change something is told that it is another one, and nothing is changed. */
const STALE = { headers: { 'if-match': '"999999"' } };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
/** An answer as of a security key, of a key nobody has. */
const NO_KEY = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
  clientExtensionResults: {},
};

const FIELDS: Record<RequestableAct, object | ((side: Side, dossier: SceneDossier) => object)> = {
  accept: {},
  'refuse-intake': { ground: 'x', reason: 'x' },
  'pay-fee': { reference: 'x' },
  'request-supplement': { items: ['x'] },
  'provide-supplement': {},
  'confirm-supplement': {},
  'undo-lapse': { providedAt: '2022-03-14T08:00:00+07:00' },
  'withdraw-document': (_, { attachmentId }) => ({ attachmentId, reason: 'x' }),
  acknowledge: {},
  assign: (side) => ({ person: side === 'own' ? 'spc' : 'oth' }),
  'take-up': {},
  release: {},
  complete: { outcome: 'done' },
  reply: { opinion: 'agree' },
  'send-back': { reason: 'x' },
  recall: { reason: 'x' },
  're-route': (side) => ({ to: SIDES[side].elsewhere, reason: 'x' }),
  'issue-notice': { reference: 'x' },
  'return-slip': { erred: 'sender', reason: 'x' },
  'settle-obligation': { by: 'payment', reference: 'x' },
  apologise: { reason: 'x' },
  stop: { reason: 'x' },
  withdraw: { reason: 'x' },
  'return-result': { way: 'counter' },
  correct: { reason: 'x' },
  archive: {},
};
const STATES: Partial<Record<RequestableAct, DossierState>> = {
  accept: 'submitted',
  'refuse-intake': 'submitted',
  'provide-supplement': 'supplement-wanted',
  'confirm-supplement': 'supplement-provided',
  release: 'taken',
  recall: 'forwarded',
  acknowledge: 'sent',
  archive: 'withdrawn',
  'withdraw-document': 'with-file',
};

const act = (name: RequestableAct): RouteRequest => ({
  kind: 'act',
  state: STATES[name] ?? 'at-desk',
  ask: (dossier, side, role) => {
    const { dossierId, taskId } = dossier;
    const fields = FIELDS[name];
    const given = typeof fields === 'function' ? fields(side, dossier) : fields;
    const onTask = 'taskId' in ACT_FIELDS[name].shape ? { taskId } : {};
    return { path: `/v1/dossiers/${dossierId}/acts/${name}`, body: { ...given, ...onTask, ...(role === 'agc' ? { as: `specialist@${SIDES.own.desk}` } : {}) } };
  },
});
const applicantsAct = (name: 'provide-supplement' | 'withdraw' | 'stop'): RouteRequest => sided(({ code }) => ({ path: `/v1/tracking/${code}/acts/${name}`, body: { reason: 7 } }));
const tracking = (rest: string, more: Omit<Asked, 'path'> = {}): RouteRequest => sided(({ code }) => ({ path: `/v1/tracking/${code}${rest}`, ...more }));
const reading = (rest: string): RouteRequest => sided(({ dossierId }) => ({ path: `/v1/dossiers/${dossierId}${rest}` }));
const ofDesk = (path: string): RouteRequest => sided((_, { desk }) => ({ path: `${path}agency=${desk}` }));
const ofPerson = (rest: string, more: Omit<Asked, 'path'> = {}): RouteRequest => sided((_, __, ___, side) => ({ path: `/v1/people/${side === 'own' ? 'spc' : 'oth'}${rest}`, ...more }));
const RECEIVED = '2022-03-14T08:00:00%2B07:00';

export const REQUESTS: Readonly<Record<string, RouteRequest>> = {
  ...Object.fromEntries(REQUESTABLE_ACTS.map((name) => [`POST /v1/dossiers/{reference}/acts/${name}`, act(name)])),

  'GET /v1/identity': plain('/v1/identity'),
  // Each tries another name: wrong tries at one have a budget.
  'POST /v1/session': {
    kind: 'plain',
    ask: (_, role) => ({ path: '/v1/session', body: { name: `nobody-like-${role}`, password: 'x' } }),
  },
  'GET /v1/session': plain('/v1/session'),
  // Signing out for real would end the scene; an option nobody knows shows who gets as far.
  'DELETE /v1/session': plain('/v1/session?everywhere=perhaps'),
  'PUT /v1/session/password': plain('/v1/session/password', { body: { old: 'x', new: PASSWORD } }),
  'POST /v1/session/key/begin': plain('/v1/session/key/begin'),
  'POST /v1/session/key': plain('/v1/session/key', { body: NO_KEY }),
  'GET /v1/session/open': plain('/v1/session/open'),
  'DELETE /v1/session/open/{session}': plain(`/v1/session/open/${UNKNOWN}`),
  'GET /v1/session/notices': plain('/v1/session/notices'),
  'POST /v1/session/notices/read': plain('/v1/session/notices/read', { body: { upTo: 0 } }),
  'POST /v1/session/second-factor': plain('/v1/session/second-factor', { body: { code: '000000' } }),
  'POST /v1/session/second-factor/key/begin': plain('/v1/session/second-factor/key/begin'),
  'POST /v1/session/second-factor/key': plain('/v1/session/second-factor/key', { body: NO_KEY }),
  'GET /v1/session/second-factors': plain('/v1/session/second-factors'),
  // To set one up for real would ask for it ever after; what cannot be read shows who gets as far.
  'POST /v1/session/second-factors/code-app': plain('/v1/session/second-factors/code-app', { body: {} }),
  'POST /v1/session/second-factors/code-app/{factor}/confirm': plain(
    `/v1/session/second-factors/code-app/${UNKNOWN}/confirm`,
    { body: {} },
  ),
  'POST /v1/session/second-factors/key/begin': plain('/v1/session/second-factors/key/begin'),
  'POST /v1/session/second-factors/key': plain('/v1/session/second-factors/key', { body: {} }),
  'DELETE /v1/session/second-factors/{factor}': plain('/v1/session/second-factors/no-id'),
  'POST /v1/session/recovery-codes': plain('/v1/session/recovery-codes'),
  'GET /v1/session/contact': plain('/v1/session/contact'),
  'PUT /v1/session/contact': plain('/v1/session/contact', { headers: { 'if-match': '"0"' }, body: { email: null, phone: null, language: 'vi', channels: [], quiet: true } }),
  'POST /v1/oauth/token': plain('/v1/oauth/token', { bytes: 'grant_type=client_credentials&client_id=x&client_secret=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  'GET /v1/oidc/login': plain('/v1/oidc/login'),
  'GET /v1/oidc/callback': plain('/v1/oidc/callback'),

  'GET /v1/problems/{code}': plain('/v1/problems/NOT_FOUND'),
  'GET /v1/procedures': plain('/v1/procedures'),
  'GET /v1/procedures/{code}': plain('/v1/procedures/2.000908'),
  'GET /v1/procedures/{code}/versions': plain('/v1/procedures/2.000908/versions'),
  'GET /v1/procedures/{code}/versions/{version}': plain('/v1/procedures/2.000908/versions/1'),
  'POST /v1/procedures': plain('/v1/procedures?dryRun=true', { body: { file: 'code: x' } }),
  'POST /v1/procedures/{code}/versions/{version}/end': plain('/v1/procedures/2.000908/versions/1/end', { ...STALE, body: { date: '2030-01-01', reason: 'x' } }),
  'GET /v1/agencies': plain('/v1/agencies'),
  'GET /v1/agencies/{code}': plain('/v1/agencies/H35.12'),
  'GET /v1/agencies/{code}/procedures': plain('/v1/agencies/H35.41.01.01/procedures'),
  'GET /v1/agency-versions': plain('/v1/agency-versions'),
  'GET /v1/agency-versions/{version}': plain('/v1/agency-versions/999'),
  'POST /v1/agency-versions/preview': plain('/v1/agency-versions/preview', { body: { kind: 'correct', files: [{ file: 'x', text: 'x' }] } }),
  'POST /v1/agency-versions': plain('/v1/agency-versions', { ...STALE, body: { kind: 'correct', files: [{ file: 'x', text: 'x' }], legalBasis: 'x' } }),
  'GET /v1/calendar': plain('/v1/calendar'),
  'GET /v1/calendar/due': plain(`/v1/calendar/due?received=${RECEIVED}&limit=3%20working%20days`),
  'POST /v1/calendar/preview': plain('/v1/calendar/preview', { body: { addDaysOff: [{ date: '2022-03-21', reason: 'x' }], reason: 'x' } }),
  'POST /v1/calendar/amendments': plain('/v1/calendar/amendments', { ...STALE, body: { addDaysOff: [{ date: '2022-03-21', reason: 'x' }], reason: 'x' } }),
  'GET /v1/calendar/amendments/{version}': plain('/v1/calendar/amendments/999'),
  'GET /v1/public/statistics': plain('/v1/public/statistics'),

  'GET /v1/dossiers': sided((_, { unit }) => ({ path: `/v1/dossiers?unit=${unit}` })),
  'POST /v1/dossiers': sided((_, { unit, applicant }) => ({ path: '/v1/dossiers', body: { procedure: '9.900010.H35', unit, documents: ['request'], applicant } })),
  'GET /v1/dossiers/{reference}': reading(''),
  'GET /v1/dossiers/{reference}/history': reading('/history'),
  'GET /v1/dossiers/{reference}/timeline': reading('/timeline'),
  'GET /v1/dossiers/{reference}/clock': reading('/clock'),
  'GET /v1/dossiers/{reference}/duplicates': reading('/duplicates'),
  'GET /v1/dossiers/{reference}/receipt': reading('/receipt'),
  // One printing: another one would make worthless what the holders of receipts come with.
  'POST /v1/dossiers/{reference}/receipt/prints': sided(({ dossierId }) => ({
    path: `/v1/dossiers/${dossierId}/receipt/prints`,
    headers: { 'idempotency-key': 'the-only-printing' },
  })),
  'POST /v1/personal-data/export': sided(({ dossierId }) => ({
    path: '/v1/personal-data/export',
    body: { dossier: dossierId, reference: '15/2026' },
  })),
  // Of an open dossier nothing is erased, and what is right already is not corrected.
  'POST /v1/dossiers/{reference}/personal-data/correct': sided(({ dossierId }, { applicant }) => ({
    path: `/v1/dossiers/${dossierId}/personal-data/correct`,
    body: { values: { name: applicant.name }, ground: 'wrong', reference: '16/2026' },
  })),
  'POST /v1/dossiers/{reference}/personal-data/erase': sided(({ dossierId }) => ({
    path: `/v1/dossiers/${dossierId}/personal-data/erase`,
    body: { ground: 'request', reference: '17/2026' },
  })),
  'GET /v1/dossiers/{reference}/attachments': reading('/attachments'),
  'POST /v1/dossiers/{reference}/attachments': sided(({ dossierId }, { desk }, role) => ({ path: `/v1/dossiers/${dossierId}/attachments?name=x.txt${role === 'agc' ? `&as=specialist@${desk}` : ''}`, bytes: `a file of ${role}` })),
  'GET /v1/dossiers/{reference}/attachments/{attachmentId}': sided(({ dossierId, attachmentId }) => ({ path: `/v1/dossiers/${dossierId}/attachments/${attachmentId}` })),
  'GET /v1/dossiers/{reference}/tasks/{taskId}/people': sided(({ dossierId, taskId }) => ({ path: `/v1/dossiers/${dossierId}/tasks/${encodeURIComponent(taskId)}/people` })),
  'PUT /v1/dossiers/{reference}/tasks/{taskId}/people/{person}': sided(({ dossierId, taskId }, _, __, side) => ({ path: `/v1/dossiers/${dossierId}/tasks/${encodeURIComponent(taskId)}/people/${side === 'own' ? 'div' : 'oth'}`, body: { part: 'monitor' } })),
  'DELETE /v1/dossiers/{reference}/tasks/{taskId}/people/{person}': sided(({ dossierId, taskId }) => ({ path: `/v1/dossiers/${dossierId}/tasks/${encodeURIComponent(taskId)}/people/nobody-of-it` })),
  'GET /v1/commands/{id}': plain('/v1/commands/unknown'),

  'GET /v1/tasks': ofDesk('/v1/tasks?with=applicant&'),
  'POST /v1/tasks/bulk': sided(({ dossierId }, { desk }, role) => ({ path: '/v1/tasks/bulk', body: { act: 'accept', items: [{ dossier: dossierId }], ...(role === 'agc' ? { as: `specialist@${desk}` } : {}) } })),
  'GET /v1/stream': ofDesk('/v1/stream?'),

  'GET /v1/overdue': ofDesk('/v1/overdue?'),
  'GET /v1/deadlines': ofDesk('/v1/deadlines?'),
  'GET /v1/escalations': ofDesk('/v1/escalations?'),
  'GET /v1/statistics/lateness': plain('/v1/statistics/lateness'),
  'GET /v1/statistics': plain('/v1/statistics?groupBy=agency'),
  'GET /v1/statistics/dossiers': sided((_, { unit }) => ({ path: `/v1/statistics/dossiers?figure=received&unit=${unit}` })),
  'GET /v1/statistics/steps': ofDesk('/v1/statistics/steps?'),
  'GET /v1/statistics/steps/tasks': ofDesk('/v1/statistics/steps/tasks?procedure=9.900010.H35&step=commune-check&'),
  'GET /v1/workload': ofDesk('/v1/workload?'),
  'GET /v1/operations/dossiers': plain('/v1/operations/dossiers?for=person'),
  'GET /v1/operations/retrying': plain('/v1/operations/retrying'),
  'GET /v1/audit': sided(({ dossierId }) => ({ path: `/v1/audit?dossier=${dossierId}` })),
  'GET /v1/audit/alerts': plain('/v1/audit/alerts'),
  'GET /v1/audit/events': plain('/v1/audit/events'),
  'GET /v1/audit/verification': plain('/v1/audit/verification'),
  'GET /v1/operations': plain('/v1/operations'),
  'GET /v1/complaints': sided((_, { unit }) => ({ path: `/v1/complaints?agency=${unit}` })),
  'GET /v1/complaints/{id}': sided(({ complaintId }) => ({ path: `/v1/complaints/${complaintId}` })),
  'POST /v1/complaints/{id}/answer': sided(({ complaintId }) => ({ path: `/v1/complaints/${complaintId}/answer`, ...STALE, body: { text: 'x' } })),
  'GET /v1/ratings': sided((_, { unit }) => ({ path: `/v1/ratings?unit=${unit}` })),
  'GET /v1/ratings/summary': sided((_, { unit }) => ({ path: `/v1/ratings/summary?unit=${unit}` })),

  'GET /v1/tracking/{code}': tracking(''),
  'GET /v1/tracking/{code}/acts/{key}': tracking('/acts/unknown'),
  'POST /v1/tracking/{code}/acts/provide-supplement': applicantsAct('provide-supplement'),
  'POST /v1/tracking/{code}/acts/stop': applicantsAct('stop'),
  'POST /v1/tracking/{code}/acts/withdraw': applicantsAct('withdraw'),
  'POST /v1/tracking/{code}/rating': tracking('/rating', { body: { attitude: 5, time: 5, ease: 5 } }),
  'POST /v1/tracking/{code}/complaints': tracking('/complaints', { body: { text: '' } }),
  'GET /v1/tracking/{code}/complaints': tracking('/complaints'),

  'GET /v1/people': ofDesk('/v1/people?'),
  'GET /v1/people/{person}': ofPerson(''),
  'PUT /v1/people/{person}': ofPerson('', { ...STALE, body: { name: 'x' } }),
  'PUT /v1/people/{person}/account': ofPerson('/account', { ...STALE, body: { disabled: true } }),
  'POST /v1/people/{person}/password-reset': ofPerson('/password-reset', STALE),
  'GET /v1/confirmations': plain('/v1/confirmations'),
  'GET /v1/confirmations/waiting': plain('/v1/confirmations/waiting'),
  'GET /v1/confirmations/{id}': plain(`/v1/confirmations/${UNKNOWN}`),
  'POST /v1/confirmations/{id}/confirm': plain(`/v1/confirmations/${UNKNOWN}/confirm`),
  'POST /v1/confirmations/{id}/refuse': plain(`/v1/confirmations/${UNKNOWN}/refuse`, { body: { reason: 'x' } }),
  'DELETE /v1/people/{person}/second-factors': ofPerson('/second-factors', STALE),
  'PUT /v1/people/{person}/grants': ofPerson('/grants', { ...STALE, body: { grants: [] } }),
  'POST /v1/people/{person}/postings': sided((_, { desk }, __, side) => ({
    path: `/v1/people/${side}-leader/postings`,
    body: { agency: desk, role: 'specialist', kind: 'stand-in', onBehalfOf: side === 'own' ? 'spc' : 'oth', from: '2022-06-01T00:00:00+07:00', to: '2022-06-03T00:00:00+07:00' },
  })),
  'GET /v1/people/{person}/postings/{posting}/work': sided(({ posting }, _, __, side) => ({
    path: `/v1/people/${side === 'own' ? 'spc' : 'oth'}/postings/${posting}/work`,
  })),
  'PATCH /v1/people/{person}/postings/{posting}': sided(({ posting }, _, __, side) => ({ path: `/v1/people/${side === 'own' ? 'spc' : 'oth'}/postings/${posting}`, ...STALE, body: { to: '2022-07-01T00:00:00+07:00' } })),
  'GET /v1/clients': plain('/v1/clients'),
  'POST /v1/clients': plain('/v1/clients', { body: { clientId: 'client-agc', name: 'x', scopes: ['statistics:read'] } }),
  'GET /v1/clients/{id}': plain('/v1/clients/client-agc'),
  'PATCH /v1/clients/{id}': plain('/v1/clients/client-agc', { ...STALE, body: { disabled: true } }),
  'GET /v1/subscriptions': plain('/v1/subscriptions'),
  'POST /v1/subscriptions': plain('/v1/subscriptions', { body: {} }),
  'GET /v1/subscriptions/{id}': plain(`/v1/subscriptions/${UNKNOWN}`),
  'PUT /v1/subscriptions/{id}': plain(`/v1/subscriptions/${UNKNOWN}`, { ...STALE, body: {} }),
  'DELETE /v1/subscriptions/{id}': plain(`/v1/subscriptions/${UNKNOWN}`, STALE),
  'POST /v1/subscriptions/{id}/secret': plain(`/v1/subscriptions/${UNKNOWN}/secret`),
  'GET /v1/dead-letters': plain('/v1/dead-letters'),
  'POST /v1/dead-letters/replay': plain('/v1/dead-letters/replay', { body: { subscriber: 'nobody' } }),
  'GET /v1/notices': plain('/v1/notices'),
  'POST /v1/notices/{notice}/resend': plain(`/v1/notices/${UNKNOWN}/resend`),
  'GET /v1/agency-workers': plain('/v1/agency-workers'),
  'PUT /v1/agency-workers/{agency}': sided((_, { desk }) => ({ path: `/v1/agency-workers/${desk}`, body: { active: false } })),
  'GET /v1/agencies/{agency}/contact': sided((_, { desk }) => ({ path: `/v1/agencies/${desk}/contact` })),
  'PUT /v1/agencies/{agency}/contact': sided((_, { desk }) => ({ path: `/v1/agencies/${desk}/contact`, ...STALE, body: { email: null, phone: null, language: 'vi', channels: [], quiet: true } })),
};
