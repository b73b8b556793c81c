import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataDir } from '../../workers/data-lock';
import { waitForExit } from '../../workers/servers/processes';
import { temporaryDataDir } from '../servers';

describe('the lock of a data directory', () => {
  let dataDir: string;
  const started: ChildProcess[] = [];
  beforeEach(() => {
    dataDir = temporaryDataDir('lock');
  });
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  const stranger = (): number => {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    started.push(child);
    return child.pid!;
  };
  async function contender(): Promise<ChildProcess> {
    const child = fork(join(__dirname, 'fixtures', 'contender.ts'), [dataDir], { execArgv: ['--import', 'tsx'] });
    started.push(child);
    await once(child, 'message');
    return child;
  }
  const wants = async (child: ChildProcess): Promise<string> => {
    child.send('go');
    return String((await once(child, 'message'))[0]);
  };

  it('of a dead launcher is taken over though its number belongs to somebody else now', () => {
    writeFileSync(join(dataDir, 'start.pid'), `${stranger()}\n`);
    lockDataDir(dataDir)();
    mkdirSync(join(dataDir, 'lock'), { recursive: true });
    writeFileSync(
      join(dataDir, 'lock', '7'),
      JSON.stringify({ pid: stranger(), birth: 'before the machine was started anew' }),
    );
    lockDataDir(dataDir)();
  });

  it('of a live launcher is refused, naming its process, also after start.pid was emptied or removed', async () => {
    const [first, second] = [await contender(), await contender()];
    expect(await wants(first)).toBe('held');
    for (const spoil of [
      () => undefined,
      () => writeFileSync(join(dataDir, 'start.pid'), ''),
      () => rmSync(join(dataDir, 'start.pid')),
    ]) {
      spoil();
      expect(await wants(second)).toContain(`running already (process ${first.pid},`);
    }
  });

  it('goes to one alone of many that find its holder dead at the same instant, round after round', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, contender));
    for (let rest = all; rest.length > 1;) {
      const answers = await Promise.all(rest.map(wants));
      expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
      const holder = rest[answers.indexOf('held')]!;
      expect(readFileSync(join(dataDir, 'start.pid'), 'utf8')).toBe(`${holder.pid}\n`);
      for (const answer of answers)
        expect(['held', expect.stringContaining(`process ${holder.pid},`)]).toContainEqual(answer);
      holder.kill('SIGKILL');
      await waitForExit(holder.pid!, 5_000);
      rest = rest.filter((each) => each !== holder);
    }
  });

  it('given back leaves room for the next one, and nothing that grows', () => {
    for (let n = 0; n < 5; n++) lockDataDir(dataDir)();
    expect(readdirSync(join(dataDir, 'lock'))).toHaveLength(1);
    expect(statSync(join(dataDir, 'start.pid'), { throwIfNoEntry: false })).toBeUndefined();
  });
});
