import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { createPayloadCodec } from '../../gateway/payload-codec';
import { TASK_QUEUES } from '../../temporal.config';
import { verifyChain } from '../../db/reads/verify-chain';
import { describeOn, testTemporal } from '../servers';
import { does, expectSoundLog, forwarded, officerOf, onlyTask, storedOnly, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

const plain = (value: unknown): Payload => ({
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from(JSON.stringify(value)),
});

describe('the payload codec', () => {
  const codec = createPayloadCodec({ active: 'k1', keys: { k1: new Uint8Array(32).fill(7) } });

  it.each([
    ['plain JSON', plain({ commandId: 'forged' })],
    ['nothing', { metadata: { encoding: Buffer.from('binary/null') } }],
    ['no metadata', { data: Buffer.from('{}') }],
    ['an empty payload', {}],
    ['the label of an encrypted one and no data', { metadata: { encoding: Buffer.from('binary/lienthong-aes-gcm') } }],
  ])('refuses %s', async (_, payload) => {
    await expect(codec.decode([payload])).rejects.toThrow(/not encrypted and is refused.*payload key/);
  });

  it('refuses plain JSON among what is encrypted, and what is encrypted with a key it does not know', async () => {
    const [sealed] = await codec.encode([plain(1)]);
    await expect(codec.decode([sealed!, plain(1)])).rejects.toThrow(/not encrypted/);
    const strangers = createPayloadCodec({ active: 'k2', keys: { k2: new Uint8Array(32).fill(8) } });
    await expect(codec.decode(await strangers.encode([plain(1)]))).rejects.toThrow(/"k2".*not in the key ring/);
    // The name of a key is no key.
    const pretending = createPayloadCodec({ active: 'k1', keys: { k1: new Uint8Array(32).fill(8) } });
    await expect(codec.decode(await pretending.encode([plain(1)]))).rejects.toThrow();
  });
});

describeOn('temporal', 'somebody who reaches Temporal and has no payload key', () => {
  let there: TestInstallation;
  let stranger: Client;
  let connection: Connection;

  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
    connection = await Connection.connect(testTemporal());
    stranger = new Client({ connection, namespace: there.namespace });
  });
  afterAll(async () => {
    await connection?.close();
    await there?.close();
  });

  /** What a forger wants: the answer, for as long as an honest sender would wait for it. */
  const attempt = (act: () => Promise<unknown>): Promise<unknown> => stranger.withDeadline(Date.now() + 4_000, act);

  const forged = (act: string): object => ({
    commandId: `forged-${act}`,
    actor: { kind: 'officer', person: 'chu-tich-tinh', agency: 'H35', role: 'leader' },
    stampedAt: there.desk.clock.now(),
    command: { act },
  });

  it('does no act on a dossier, and the dossier goes on', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'forged-act');
    const before = await typesOf(desk, dossierId);
    const handle = stranger.workflow.getHandle(dossierId);
    const forge = (): Promise<unknown> => handle.executeUpdate('act', { args: [forged('withdraw'), null] });
    await expect(attempt(forge)).rejects.toMatchObject({ cause: { message: expect.stringMatching(/json\/plain.*refused/) } });
    await expect(attempt(() => handle.query('state'))).rejects.toThrow();
    expect(await typesOf(desk, dossierId)).toEqual(before);
    await does(desk, dossierId, 'complete', officerOf(await onlyTask(desk, dossierId)), { fields: { outcome: 'done' } });
    await expectSoundLog(desk, dossierId);
  }, 60_000);

  it('makes no dossier out of nothing', async () => {
    const { desk } = there;
    const { input, envelope } = await storedOnly(desk, 'invented');
    const startWorkflowOperation = new WithStartWorkflowOperation('dossier', {
      workflowId: input.dossierId,
      taskQueue: TASK_QUEUES.dossier,
      args: [{ ...input, submittedAt: input.submittedAt - 30 * 24 * 3_600_000 }],
      workflowIdConflictPolicy: 'FAIL',
    });
    const invent = (): Promise<unknown> =>
      stranger.workflow.executeUpdateWithStart('act', { args: [envelope, null], startWorkflowOperation });
    await expect(attempt(invent)).rejects.toThrow();
    expect(await typesOf(desk, input.dossierId)).toEqual([]);
    expect(await verifyChain(desk.db, input.dossierId)).toMatchObject({ headSeq: 0 });
    await stranger.workflow.getHandle(input.dossierId).terminate();
  }, 60_000);

  it('takes no window for itself by starting a sweep', async () => {
    const started = attempt(() => stranger.workflow.execute('storeCheck', {
      workflowId: 'sweep/forged', taskQueue: TASK_QUEUES.sweeps, args: [{ whole: true }],
    }));
    await expect(started).rejects.toThrow();
    await stranger.workflow.getHandle('sweep/forged').terminate();
  });
});
