import { setTimeout as sleep } from 'node:timers/promises';
import { createPayloadCodec } from '../../gateway/payload-codec';
import { openDesk } from '../../gateway/open-desk';
import { payloadKeysOf } from '../../gateway/installation';
import { stateQuery } from '../../workflows/dossier.messages';
import { describeOn, testTemporalPlace } from '../servers';
import { COMMUNE_UNIT, does, forwarded, officerOf, onlyTask, storedOnly } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'what Temporal shows and what it hides', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  const history = (dossierId: string) => there.desk.client.workflow.getHandle(dossierId).fetchHistory();

  it('a dossier is found by its code, its holder and its status, and reads in plain words', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'found');
    const task = await onlyTask(desk, dossierId);
    const code = `${COMMUNE_UNIT}-220314-0001`;
    const query = `DossierCode = '${code}' and HoldingAgencies = '${task.agency}' and ClockState = 'running' and DueAt > '2022-03-14T00:00:00Z'`;
    // Visibility lags behind by up to some seconds.
    const found: string[] = [];
    for (let tries = 0; tries < 100 && found.length === 0; tries++) {
      for await (const { workflowId } of desk.client.workflow.list({ query })) found.push(workflowId);
      if (found.length === 0) await sleep(100);
    }
    expect(found).toEqual([dossierId]);
    const metadata = await desk.client.workflow.getHandle(dossierId).query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(metadata.currentDetails).toContain(code);
    expect(metadata.currentDetails).toContain(task.taskId);
    expect(await desk.client.workflow.getHandle(dossierId).query(stateQuery)).toMatchObject({ dossierId, code });
  });

  it('nothing of what an act says stands in the history', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'hidden');
    const task = await onlyTask(desk, dossierId);
    const note = 'Gia đình có công với cách mạng';
    await does(desk, dossierId, 'complete', officerOf(task), { fields: { outcome: 'done', note } });
    const stored = await history(dossierId);
    const data: string[] = [];
    JSON.stringify(stored, (key, value: unknown) => {
      if (key === 'data' && value instanceof Uint8Array) data.push(Buffer.from(value).toString('latin1'));
      return value;
    });
    const text = data.join('\n') + JSON.stringify(stored);
    for (const word of [note, 'commune-check#1', 'StepCompleted', 'DossierSubmitted', 'receptionist', 'Lò Thị Mai', '"documents"']) {
      expect(text).not.toContain(word);
      expect(text).not.toContain(Buffer.from(word, 'utf8').toString('latin1'));
      expect(text).not.toContain(Buffer.from(word, 'utf8').toString('base64').slice(0, -4));
    }
  });

  it('another key may be made active: what was written before is still read, and nothing is without it', async () => {
    const { desk, dataDir, databaseUrl, namespace } = there;
    const dossierId = await forwarded(desk, 'rotated');
    const [old] = Object.values(payloadKeysOf({}, dataDir).keys);
    const encoded = Buffer.from(old!).toString('base64');
    const fresh = Buffer.alloc(32, 7).toString('base64');
    const opened = (keys: string) =>
      openDesk({ dataDir, mode: 'production', databaseUrl, ...testTemporalPlace(), uiUrl: null, startedAt: 0 }, { LIENTHONG_PAYLOAD_KEYS: keys }, 'recorder', namespace);
    const rotated = await opened(`k2:${fresh},k1:${encoded}`);
    const stranger = await opened(`k3:${fresh}`);
    try {
      expect(await rotated.client.workflow.getHandle(dossierId).query(stateQuery)).toMatchObject({ dossierId });
      await expect(stranger.client.workflow.getHandle(dossierId).query(stateQuery)).rejects.toThrow(/k1/);
    } finally {
      await rotated.close();
      await stranger.close();
    }
  });

  it('a payload of one dossier is not accepted in another', async () => {
    const codec = createPayloadCodec(payloadKeysOf({}, there.dataDir));
    const { input } = await storedOnly(there.desk, 'its-own');
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"secret":1}') };
    const [sealed] = await (codec.encode as (p: unknown[], c: unknown) => Promise<{ data: Uint8Array; metadata: Record<string, Uint8Array> }[]>)([payload], { workflowId: input.dossierId });
    const open = (dossier: string, from = sealed!): Promise<unknown> => (codec.decode as (p: unknown[], c: unknown) => Promise<unknown>)([from], { workflowId: dossier });
    await expect(open(input.dossierId)).resolves.toHaveLength(1);
    await expect(open('another')).rejects.toThrow(/belongs to dossier/);
    // Even when its label is changed too, the seal does not fit.
    const relabelled = { ...sealed!, metadata: { ...sealed!.metadata, dossier: Buffer.from('another') } };
    await expect(open('another', relabelled)).rejects.toThrow();
  });
});
