/**
 * Records the histories that the replay test replays, on a real server: `npx tsx test/record-histories.ts [path …]`. Run it
 * after the workflow was changed on purpose, and read the difference: open dossiers of an older version need `patched`.
 */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { OWNER_FILE, removeThrowAway } from '../workers/servers/reap-abandoned';
import { startTestInstallation } from './engine/environment';
import { CARRY_OUT } from './histories/carry-out';
import { HISTORY_KEYS, PATHS, fileOf } from './histories/paths';
import type { StoredHistory } from './histories/paths';
import { provideTestServers } from './running/test-servers';

async function main(wanted: readonly string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'lienthong-test-'));
  chmodSync(directory, 0o711);
  // Whatever a killed recording leaves behind is ended by the next `npm test`.
  writeFileSync(join(directory, OWNER_FILE), String(process.pid));
  const servers = await provideTestServers({ dataDir: directory, needed: true, report: console.log });
  Object.assign(process.env, servers.env, { LIENTHONG_TEST_DIRECTORY: directory });
  try {
    for (const path of PATHS.filter((name) => wanted.length === 0 || wanted.includes(name))) {
      const there = await startTestInstallation({ at: '2022-03-14T08:00', payloadKeys: HISTORY_KEYS });
      try {
        const { workflowId, runId } = await CARRY_OUT[path](there, path);
        const history = await there.desk.client.workflow.getHandle(workflowId, runId).fetchHistory();
        const binary = temporal.api.history.v1.History.encode(history).finish();
        const stored: StoredHistory = { workflowId, history: Buffer.from(binary).toString('base64') };
        writeFileSync(fileOf(path), `${JSON.stringify(stored, null, 1)}\n`);
        console.log(`${path}: ${history.events!.length} events, ${Math.round(binary.length / 1024)} kB`);
      } finally {
        await there.close();
      }
    }
  } finally {
    await servers.stop();
    await removeThrowAway(directory);
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
