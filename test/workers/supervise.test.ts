import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hopeless } from '../../workers/servers/hopeless';
import { within } from '../../workers/servers/interrupted';
import type { Life } from '../../workers/servers/life';
import { isAlive, stopProcess, untilEnded } from '../../workers/servers/processes';
import { PACE, Supervisor, type Part } from '../../workers/supervise';

const QUICK = {
  ...PACE,
  firstPause: 100,
  longestPause: 400,
  tries: 4,
  askEvery: 100,
  tellSilenceAfter: 300,
  killSilentAfter: 1_500,
};

/** Answers whoever connects, on a port that it prints. */
const SERVER =
  "require('net').createServer((s) => s.end('here')).listen(0, '127.0.0.1', function () { console.log(this.address().port); });";

describe('the supervisor', () => {
  let lines: string[];
  let supervisor: Supervisor;
  const begun: ChildProcess[] = [];
  beforeEach(() => {
    lines = [];
    supervisor = new Supervisor({
      report: (line) => lines.push(line),
      signal: new AbortController().signal,
      pace: QUICK,
    });
  });
  afterEach(async () => {
    await supervisor.stop();
    for (const child of begun.splice(0)) child.kill('SIGKILL');
  });

  /** A process that lives until it is ended. */
  async function live(): Promise<Life & { readonly pid: number }> {
    const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'ignore'] });
    begun.push(child);
    const port = await new Promise<number>((resolve) => child.stdout.once('data', (text) => resolve(Number(text))));
    const pid = child.pid!;
    const ask = (): Promise<void> =>
      within(
        200,
        'an answer',
        new Promise((resolve, reject) => {
          const socket = connect({ port, host: '127.0.0.1' });
          socket
            .once('data', () => resolve())
            .once('error', reject)
            .once('close', () => reject(new Error('closed')));
        }),
      );
    return {
      pid,
      ended: untilEnded(pid, child),
      ask,
      kill: () => stopProcess(pid, [['SIGKILL', 5_000]]),
      stop: () => stopProcess(pid, [['SIGTERM', 5_000]]),
    };
  }
  const until = async (what: string, holds: () => boolean): Promise<void> => {
    for (const began = Date.now(); !holds(); await sleep(20)) {
      if (Date.now() - began > 20_000) throw new Error(`never: ${what}; ${lines.join(' | ')}`);
    }
  };
  const told = (text: string): Promise<void> => until(text, () => lines.some((line) => line.includes(text)));
  const part = (name: string, more: Partial<Part> = {}): Part => ({ name, begin: live, ...more });

  it('starts what dies again, says how it died in a line, and leaves the others alone', async () => {
    const [first, other] = [await supervisor.keep(part('the first')), await supervisor.keep(part('the other'))];
    process.kill(first.pid!, 'SIGKILL');
    await told('the first is back (process');
    expect(lines[0]).toBe('the first has died (SIGKILL); it is started again in 0.1 s');
    expect(lines).toHaveLength(2);
    expect(isAlive(other.pid!)).toBe(true);
    expect(supervisor.missing).toEqual([]);
  });

  it('waits longer each time one that does not live long dies', async () => {
    await supervisor.keep(part('it'));
    for (const pause of ['0.1 s', '0.2 s', '0.4 s', '0.4 s']) {
      lines.length = 0;
      process.kill(begun.at(-1)!.pid!, 'SIGKILL');
      await told('is back');
      expect(lines[0]).toContain(`started again in ${pause}`);
    }
  });

  it('gives up after so many failed starts in a row, with the last reason', async () => {
    let first = true;
    const begin = async (): Promise<Life> => {
      if (!first) throw new Error('its port is taken');
      first = false;
      return live();
    };
    const { pid } = await supervisor.keep(part('the API', { begin }));
    process.kill(pid!, 'SIGKILL');
    expect((await supervisor.hopeless).message).toBe('the API does not come up again after 4 tries: its port is taken');
  });

  it('gives up at once where trying again is useless', async () => {
    let first = true;
    const begin = async (): Promise<Life> => {
      if (!first) throw new Hopeless('its files are torn');
      first = false;
      return live();
    };
    const { pid } = await supervisor.keep(part('the server', { begin }));
    process.kill(pid!, 'SIGKILL');
    expect((await supervisor.hopeless).message).toBe('the server does not come up again: its files are torn');
    await expect(supervisor.untilWell()).rejects.toThrow('its files are torn');
  });

  it('starts nothing before what it needs is up again', async () => {
    const order: string[] = [];
    const begin = (name: string) => async (): Promise<Life> => {
      const life = await live();
      order.push(name);
      return life;
    };
    const server = await supervisor.keep(part('server', { begin: begin('server') }));
    const user = await supervisor.keep(part('user', { begin: begin('user'), needs: ['server'] }));
    for (const { pid } of [user, server]) process.kill(pid!, 'SIGKILL');
    await told('user is back');
    expect(order.slice(2)).toEqual(['server', 'user']);
  });

  it('tells of one that hangs, and of its coming back', async () => {
    const { pid } = await supervisor.keep(part('the server'));
    process.kill(pid!, 'SIGSTOP');
    await told(`(process ${pid}); the others wait for it`);
    expect(supervisor.missing).toEqual(['the server']);
    process.kill(pid!, 'SIGCONT');
    await told('the server answers again');
    expect(supervisor.missing).toEqual([]);
    expect(isAlive(pid!)).toBe(true);
  });

  it('replaces one of ours that hangs for good', async () => {
    const { pid } = await supervisor.keep(part('the server'));
    process.kill(pid!, 'SIGSTOP');
    await told('the server is back');
    expect(lines.join('\n')).toContain(`is killed (process ${pid})`);
  });

  it('does a step again that failed because a part died under it, and no other', async () => {
    const { pid } = await supervisor.keep(part('the server'));
    let tries = 0;
    const step = async (): Promise<string> => {
      if (tries++ > 0) return 'done';
      process.kill(pid!, 'SIGKILL');
      throw new Error('connection terminated');
    };
    expect(await supervisor.insist(step)).toBe('done');
    await expect(
      supervisor.insist(async () => {
        throw new Error('its own fault');
      }),
    ).rejects.toThrow('its own fault');
  });

  it('stops the last one first, also while one is being started again', async () => {
    const order: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      const begin = async (): Promise<Life> => {
        const life = await live();
        return {
          ...life,
          stop: async () => {
            order.push(name);
            await life.stop();
          },
        };
      };
      const { pid } = await supervisor.keep(part(name, { begin }));
      if (name === 'second') process.kill(pid!, 'SIGKILL');
    }
    await supervisor.stop();
    expect(order).toEqual(['third', 'second', 'first']);
    expect(begun.filter(({ pid }) => isAlive(pid!))).toEqual([]);
  });
});
