import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { payloadKeysOf } from '../../gateway/installation';
import { createPayloadCodec } from '../../gateway/payload-codec';
import { workflowBundle } from '../../workers/bundle';
import { HISTORY_KEYS, PATHS, fileOf } from '../histories/paths';
import type { StoredHistory } from '../histories/paths';
import { quietSdk } from '../servers';

describe('open dossiers under the present workflow', () => {
  beforeAll(quietSdk);

  it('every path has its history, and every history its path', () => {
    expect(PATHS.filter((path) => !existsSync(fileOf(path)))).toEqual([]);
    const stored = readdirSync(dirname(fileOf('smooth'))).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
    expect(stored.sort()).toEqual([...PATHS].sort());
  });

  it.each(PATHS)('a dossier on the path "%s" goes on', async (path) => {
    const { workflowId, history } = JSON.parse(readFileSync(fileOf(path), 'utf8')) as StoredHistory;
    const decoded = temporal.api.history.v1.History.decode(Buffer.from(history, 'base64'));
    expect(decoded.events.length).toBeGreaterThan(3);
    await Worker.runReplayHistory(
      {
        workflowBundle: { codePath: await workflowBundle(() => undefined) },
        dataConverter: { payloadCodecs: [createPayloadCodec(payloadKeysOf({ LIENTHONG_PAYLOAD_KEYS: HISTORY_KEYS }, '/nowhere'))] },
      },
      decoded,
      workflowId,
    );
  });
});
