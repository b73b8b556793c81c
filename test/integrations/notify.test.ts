import { saveContactPreferences, type ContactPreferences } from '../../db/contact-preferences';
import { savePerson, savePosting } from '../../db/people';
import { erasePersonalData, storePersonalData } from '../../db/personal-data';
import type { DossierEvent } from '../../domain/dossier/event';
import { openTestDatabase, type TestDatabase } from '../db/database';
import { dossierId, HOUR, MORNING, taskRow } from '../db/samples';
import { accepted, DUE_SHOWN, resolved, returned, submitted, supplementWanted, task, TOLD } from './notify-events';
import { openNotifyDesk, startGateway, startMailServer, UNIT, type Gateway, type MailServer, type NotifyDesk } from './notify-desk';

let database: TestDatabase;
let mail: MailServer;
let gateway: Gateway;
let desk: NotifyDesk;

beforeAll(async () => {
  database = await openTestDatabase();
  [mail, gateway] = await Promise.all([startMailServer(), startGateway()]);
  desk = await openNotifyDesk(database, () => mail, () => gateway);
});
afterAll(async () => {
  await Promise.all([mail?.stop(), gateway?.stop()]);
  await database?.close();
});
beforeEach(() => {
  desk.now = MORNING;
});

const NAME = 'Lò Thị Ưởng Đặng';
const EMAIL = 'lo.thi.uong@hopthu.example';
const PHONE = '0912 345 678';
const applicant = async (name: string, contact: { email?: string; phone?: string }): Promise<string> => {
  const id = dossierId(name);
  await storePersonalData(database.as('recorder').db, id, [{ subject: 'applicant', name: NAME, idNumber: '045123456789', address: 'Bản Nà Khiết', ...contact }]);
  return id;
};
/** Written by the owner of the rows, as the API does under their rights. */
const prefers = async (kind: 'person' | 'agency' | 'dossier', key: string, more: Partial<ContactPreferences>): Promise<void> => {
  const preferences: ContactPreferences = { email: null, phone: null, language: 'vi', channels: ['email', 'sms'], quiet: true, ...more };
  await database.for({ person: key, agencies: [key, UNIT] }).transaction().execute(async (trx) => {
    expect(await saveContactPreferences(trx, { kind, key }, preferences, { by: key, at: MORNING, ifVersion: 0 })).toBe(1);
  });
};
const mailsAbout = (code: string) => mail.mails.filter((one) => `${one.subject} ${one.text}`.includes(code));
const messagesAbout = (code: string) => gateway.messages.filter((one) => one['dossierCode'] === code);

describe.each(['vi', 'en'] as const)('an applicant who reads %s', (language) => {
  test.each(TOLD)('is told by e-mail: $template', async ({ template, event, shows, ...says }) => {
    const id = await applicant(`${language} ${template}`, { email: EMAIL });
    const code = desk.codeOf(id);
    const notifier = desk.notifier();
    if (language === 'en') {
      await desk.record(notifier, id, [{ type: 'RulesAdopted', rules: 1 }]);
      await prefers('dossier', id, { language });
    }
    const before = mail.mails.length;
    await desk.record(notifier, id, [event(code)]);
    await notifier.releaseHeld();
    expect(mail.mails).toHaveLength(before + 1);
    const letter = mail.mails.at(-1)!;
    expect(letter.to).toMatchObject({ value: [{ name: NAME, address: EMAIL }] });
    expect(letter.from).toMatchObject({ value: [{ name: 'Một cửa Lai Châu', address: 'motcua@laichau.example' }] });
    expect(letter.headers.get('content-language')).toBe(language);
    expect(letter.text).toContain(language === 'vi' ? `Kính gửi Ông/Bà ${NAME},` : `Dear ${NAME},`);
    expect(letter.text).toContain(says[language]);
    if (shows) expect(letter.text).toContain(shows);
    expect(letter.text).toContain(`https://motcua.example/t/${code}`);
    expect(letter.text).toContain('7K2M-9QXT-R4DH');
    const [notice] = await desk.notices(id);
    expect(notice).toMatchObject({ template, status: 'sent', channel: 'email', recipient: 'applicant' });
    expect(letter.messageId).toBe(`<${notice!.notice}@laichau.example>`);
  });
});

test('the letter about a supplement names the documents as the procedure names them, never by their codes', async () => {
  const id = await applicant('items', { email: EMAIL });
  const notifier = desk.notifier();
  await desk.record(notifier, id, [supplementWanted()]);
  await notifier.releaseHeld();
  const [letter] = mailsAbout(desk.codeOf(id));
  expect(letter!.text).toContain('- Bản sao giấy khai sinh');
  expect(letter!.text).not.toContain('- request');
  expect(letter!.text).toMatch(/- \p{Lu}\p{L}+/u);
});

test('before a dossier has its code nobody is sent to a tracking page', async () => {
  const id = await applicant('no code yet', { email: EMAIL });
  const notifier = desk.notifier();
  const before = mail.mails.length;
  await desk.record(notifier, id, [submitted], { dossier: { code: null } });
  await notifier.releaseHeld();
  expect(mail.mails.slice(before).map((letter) => letter.text)).toEqual([expect.not.stringContaining('motcua.example/t/')]);
});

test('who hands in at the window is told nothing of that: they were there', async () => {
  const id = await applicant('at the window', { email: EMAIL });
  await desk.record(desk.notifier(), id, [{ ...submitted, channel: 'counter' } as DossierEvent]);
  expect(await desk.notices(id)).toEqual([]);
});

test('who has no e-mail gets an SMS without diacritics in 160 characters; on Zalo the whole text', async () => {
  const sms = await applicant('sms', { phone: PHONE });
  const zalo = await applicant('zalo', { phone: PHONE, email: EMAIL });
  const notifier = desk.notifier();
  await desk.record(notifier, sms, [accepted(desk.codeOf(sms))]);
  await desk.record(notifier, zalo, [{ type: 'RulesAdopted', rules: 1 }]);
  await prefers('dossier', zalo, { channels: ['zalo', 'email'] });
  await desk.record(notifier, zalo, [accepted(desk.codeOf(zalo))]);
  await notifier.releaseHeld();
  expect(messagesAbout(desk.codeOf(sms))).toEqual([
    {
      id: (await desk.notices(sms))[0]!.notice,
      channel: 'sms',
      to: '+84912345678',
      text: expect.stringMatching(new RegExp(`^Ho so ${desk.codeOf(sms)} da duoc tiep nhan, hen tra ket qua ${DUE_SHOWN}\\. Ma tra cuu: 7K2M-9QXT-R4DH\\.`)),
      template: 'accepted',
      dossierCode: desk.codeOf(sms),
    },
  ]);
  expect(String(messagesAbout(desk.codeOf(sms))[0]!['text']).length).toBeLessThanOrEqual(160);
  expect(messagesAbout(desk.codeOf(zalo))[0]).toMatchObject({ channel: 'zalo', text: expect.stringContaining(`Hồ sơ ${desk.codeOf(zalo)} đã được tiếp nhận`) });
  expect(mailsAbout(desk.codeOf(zalo))).toEqual([]);
});

test('who handed in for the applicant is told where the applicant cannot be reached', async () => {
  const id = dossierId('for a child');
  await storePersonalData(database.as('recorder').db, id, [
    { subject: 'applicant', name: 'Lò Văn Bé' },
    { subject: 'submitter', name: 'Lò Thị Mẹ', email: 'me@hopthu.example' },
  ]);
  const notifier = desk.notifier();
  await desk.record(notifier, id, [accepted(desk.codeOf(id))]);
  await notifier.releaseHeld();
  expect(mailsAbout(desk.codeOf(id))[0]!.text).toContain('Kính gửi Ông/Bà Lò Thị Mẹ,');
});

test.each<[string, { email?: string; phone?: string }]>([
  ['nothing', {}],
  ['an address that is none', { email: 'không có' }],
  ['two addresses in one', { email: 'a@b.example,c@d.example' }],
  ['a number that is none', { phone: '12' }],
])('with %s nothing is sent, and that is on record', async (name, contact) => {
  const id = await applicant(`address: ${name}`, contact);
  const notifier = desk.notifier();
  await desk.record(notifier, id, [accepted(desk.codeOf(id))]);
  await notifier.releaseHeld();
  expect(await desk.notices(id)).toMatchObject([{ status: 'no-address', channel: null, attempts: 0 }]);
  expect([...mailsAbout(desk.codeOf(id)), ...messagesAbout(desk.codeOf(id))]).toEqual([]);
});

test('nobody is told after the erasure of their data', async () => {
  const id = await applicant('erased', { email: EMAIL });
  const notifier = desk.notifier();
  await desk.record(notifier, id, [resolved()]);
  await erasePersonalData(database.as('recorder').db, id, 'lan.nt');
  await notifier.releaseHeld();
  expect(await desk.notices(id)).toMatchObject([{ status: 'no-address' }]);
});

describe('quiet hours', () => {
  /** 2026-02-13T21:30+07:00 */
  const EVENING = Date.UTC(2026, 1, 13, 14, 30);
  const BEFORE_SEVEN = Date.UTC(2026, 1, 13, 23, 59);
  const SEVEN = Date.UTC(2026, 1, 14, 0);

  test('hold an SMS until seven in the morning, also over a restart; e-mail goes at once', async () => {
    const [quiet, awake] = [await applicant('quiet', { phone: PHONE }), await applicant('awake', { email: EMAIL })];
    desk.now = EVENING;
    const evening = desk.notifier();
    await desk.record(evening, quiet, [resolved()]);
    await desk.record(evening, awake, [resolved()]);
    await evening.releaseHeld();
    expect(mailsAbout(desk.codeOf(awake))).toHaveLength(1);
    desk.now = BEFORE_SEVEN;
    await desk.notifier().releaseHeld();
    expect(messagesAbout(desk.codeOf(quiet))).toEqual([]);
    expect(await desk.notices(quiet)).toMatchObject([{ status: 'waiting', attempts: 0 }]);
    desk.now = SEVEN;
    await desk.notifier().releaseHeld();
    expect(messagesAbout(desk.codeOf(quiet))).toMatchObject([{ template: 'result-ready' }]);
  });

  test('what has become pointless by the morning is not told any more', async () => {
    const id = await applicant('overtaken', { phone: PHONE });
    const notifier = desk.notifier();
    desk.now = EVENING;
    await desk.record(notifier, id, [supplementWanted()]);
    await notifier.releaseHeld();
    desk.now = SEVEN;
    await desk.record(notifier, id, [{ type: 'SupplementProvided', n: 1, confirmBy: SEVEN + HOUR }]);
    await notifier.releaseHeld();
    expect(await desk.notices(id)).toMatchObject([{ template: 'supplement-wanted', status: 'overtaken' }]);
    expect(messagesAbout(desk.codeOf(id))).toEqual([]);
  });

  test("another branch's supplement does not make this one's request pointless", async () => {
    const id = await applicant('two supplements', { phone: PHONE });
    const notifier = desk.notifier();
    desk.now = EVENING;
    await desk.record(notifier, id, [supplementWanted(1), supplementWanted(2), { type: 'SupplementProvided', n: 2, confirmBy: SEVEN }]);
    await notifier.releaseHeld();
    desk.now = SEVEN;
    await notifier.releaseHeld();
    expect((await desk.notices(id)).map(({ status }) => status)).toEqual(['sent', 'overtaken']);
  });

  test('what is still worth telling comes in its order', async () => {
    const id = await applicant('in order', { phone: PHONE });
    const notifier = desk.notifier();
    desk.now = EVENING;
    await desk.record(notifier, id, [accepted(desk.codeOf(id)), resolved()]);
    desk.now = SEVEN;
    await notifier.releaseHeld();
    expect(messagesAbout(desk.codeOf(id)).map((message) => message['template'])).toEqual(['accepted', 'result-ready']);
  });
});

describe('officers and agencies', () => {
  const AGENCY = 'H35.12';
  const post = { agency: AGENCY, role: 'specialist', kind: 'regular', onBehalfOf: null, from: 0, to: null } as const;

  beforeAll(async () => {
    const { db } = database.as('recorder');
    for (const [person, name] of [['thanh', 'Vàng A Thành'], ['hoa', 'Giàng Thị Hoa'], ['chief', 'Trần Đức Trưởng'], ['silent', 'Ai Đó']] as const) await savePerson(db, person, name);
    for (const person of ['thanh', 'hoa', 'silent']) await savePosting(db, { ...post, person });
    await savePosting(db, { ...post, person: 'chief', role: 'leader' });
    await prefers('person', 'thanh', { email: 'thanh@laichau.example' });
    await prefers('person', 'hoa', { email: 'hoa@laichau.example', language: 'en' });
    await prefers('person', 'chief', { phone: '0987654321', channels: ['sms'], quiet: false });
    await prefers('agency', AGENCY, { email: 'phong@laichau.example' });
  });
  const to = (address: string) => mail.mails.filter((letter) => JSON.stringify(letter.to).includes(address));

  test('who holds the post of a new task and wants to hear is told, each in their language; who did it themselves is not', async () => {
    const id = await applicant('assigned', {});
    const notifier = desk.notifier();
    await desk.record(notifier, id, [{ type: 'StepAssigned', task }], { tasks: [taskRow()], by: { kind: 'officer', person: 'nobody', agency: UNIT, role: 'receptionist' } });
    await notifier.releaseHeld();
    expect((await desk.notices(id)).map(({ recipient }) => recipient)).toEqual(['hoa', 'thanh']);
    expect(to('thanh@').at(-1)!.text).toMatch(/Kính gửi Vàng A Thành,[^]*Công việc: Thẩm định hồ sơ[^]*Hạn xử lý: 14\/02\/2026 08:00/);
    expect(to('hoa@').at(-1)!.text).toMatch(/Dear Giàng Thị Hoa,[^]*Task: Examine the dossier/);
    expect(`${to('thanh@').at(-1)!.text}`).not.toContain('7K2M');

    const own = await applicant('own doing', {});
    await desk.record(notifier, own, [{ type: 'OfficerAssigned', taskId: 'examine#1', person: 'thanh' }], {
      tasks: [taskRow({ assignee: 'thanh' })],
      by: { kind: 'officer', person: 'thanh', agency: AGENCY, role: 'specialist' },
    });
    expect(await desk.notices(own)).toEqual([]);
  });

  test('a task that a colleague has taken by then is nobody else\'s news', async () => {
    const id = await applicant('taken', {});
    const notifier = desk.notifier();
    await desk.record(notifier, id, [{ type: 'StepAssigned', task }], { tasks: [taskRow({ assignee: 'hoa', status: 'taken' })] });
    await notifier.releaseHeld();
    expect((await desk.notices(id)).map(({ recipient, status }) => [recipient, status])).toEqual([['hoa', 'sent'], ['thanh', 'overtaken']]);
  });

  test('levels of escalation go to the box of the agency and to the posts addressed; the digest to the box', async () => {
    const id = await applicant('escalated', {});
    const notifier = desk.notifier();
    await desk.record(notifier, id, [{ type: 'RulesAdopted', rules: 1 }], { tasks: [taskRow({ assignee: 'hoa', status: 'taken' })] });
    const entry = { dossierId: id, subject: 'task:examine#1', generation: 1, agency: AGENCY, dueAt: MORNING, at: MORNING, firedAt: MORNING };
    const escalation = {
      kind: 'escalation' as const,
      position: 900_001,
      addressee: AGENCY,
      body: {
        addressee: AGENCY,
        firedAt: MORNING,
        entries: [
          { ...entry, level: 'overdue', to: [{ agency: AGENCY, role: 'specialist' }, { agency: AGENCY, role: 'unit-head' }] },
          { ...entry, level: 'escalation-1', to: [{ agency: AGENCY, role: 'agency-head' }] },
        ],
      },
    };
    const digest = {
      kind: 'digest' as const,
      position: 900_002,
      addressee: AGENCY,
      body: { kind: 'daily-digest', agency: AGENCY, date: '2026-02-13', dueToday: 0, overdue: 1, escalated: 1, tasks: [{ dossierId: id, code: desk.codeOf(id), taskId: 'examine#1', dueAt: MORNING, escalated: true }] },
    };
    const attempt = { number: 1, signal: new AbortController().signal };
    const [box, hoa, thanh] = [to('phong@').length, to('hoa@').length, to('thanh@').length];
    for (const message of [escalation, escalation, digest, digest]) await notifier.deliver(message, attempt);
    await notifier.releaseHeld();
    expect([to('phong@').length - box, to('hoa@').length - hoa, to('thanh@').length - thanh]).toEqual([2, 1, 0]);
    const [told, daily] = to('phong@').slice(-2).sort((a, b) => a.subject!.length - b.subject!.length);
    expect(`${told!.text}${daily!.text}`).toContain(`- ${desk.codeOf(id)}: Thẩm định hồ sơ – quá hạn, báo cáo cấp 1 (hạn 13/02/2026 08:00)`);
    expect(`${told!.text}${daily!.text}`).toContain(`- ${desk.codeOf(id)}: Thẩm định hồ sơ, hạn 13/02/2026 08:00 (đã báo cáo cấp trên)`);
    expect(gateway.messages.at(-1)).toMatchObject({ to: '+84987654321', template: 'escalation', text: expect.stringMatching(/^2 viec sap den han hoac qua han/) });
  });

  test("yesterday's list is not sent any more", async () => {
    const notifier = desk.notifier();
    const body = { kind: 'daily-digest', agency: AGENCY, date: '2026-02-12', dueToday: 1, overdue: 0, escalated: 0, tasks: [] };
    const before = to('phong@').length;
    await notifier.deliver({ kind: 'digest', position: 900_003, addressee: AGENCY, body }, { number: 1, signal: new AbortController().signal });
    await notifier.releaseHeld();
    expect(to('phong@')).toHaveLength(before);
  });
});

test('each reading of personal data is in the access log; no name, address or identity number is in the notices or the logs', async () => {
  const id = await applicant('discreet', { email: EMAIL, phone: PHONE });
  const notifier = desk.notifier();
  await desk.record(notifier, id, [accepted(desk.codeOf(id)), resolved(), returned]);
  await notifier.releaseHeld();
  const read = await database.query('select who, action, detail, at from lienthong.access_log where dossier_id = $1 order by entry', [id]);
  expect(read.map((entry) => [entry['who'], entry['action']])).toEqual(Array(read.length).fill(['notifier', 'read-personal-data']));
  expect(read.length).toBeGreaterThanOrEqual(1);
  const kept = JSON.stringify([await database.query('select * from lienthong.notices'), desk.logged]);
  for (const personal of [NAME, EMAIL, PHONE, '84912345678', '045123456789', 'Nà Khiết', 'hopthu']) expect(kept).not.toContain(personal);
});

test('the notifier reads of personal data what it needs to write a letter, and changes none', async () => {
  await expect(desk.relay.db.selectFrom('personal_data').select('address').execute()).rejects.toThrow(/permission denied/);
  await expect(desk.relay.db.updateTable('personal_data').set({ name: 'x' }).execute()).rejects.toThrow(/permission denied/);
});
