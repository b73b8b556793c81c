import { setTimeout as sleep } from 'node:timers/promises';
import type { RunArguments } from './chaos-arguments';
import { checkInstallation } from './check/check';
import type { CheckReport } from './check/check';
import { Account } from './clients/account';
import { ChaosClient } from './clients/client';
import type { Connection } from './clients/insist';
import { openOffice } from './clients/office';
import type { Office } from './clients/office';
import { Receiver } from './clients/receiver';
import { repeatConfirmed } from './clients/repeat';
import { Stopping } from './clients/stopping';
import { injectFaults, untilUp } from './faults/inject';
import type { Injected } from './faults/inject';
import { ALL_KINDS, needOf } from './faults/kinds';
import type { FaultKind } from './faults/kinds';
import { planFaults } from './faults/plan';
import { ChaosInstallation } from './installation/installation';
import { makePlace, whyNoLimitedDisk } from './installation/place';
import type { Journal } from './journal';
import { randomOf } from './random';
import type { Outcome } from './report';
import { violation } from './violation';

/** Dossiers are handed in up to so many, so that the check stays short. */
const MOST_DOSSIERS = 600;
const INSIST_MS = 120_000;
const REPEATED = 300;

export interface RunOptions {
  readonly args: RunArguments;
  readonly journal: Journal;
  readonly keep?: boolean;
  /** Told how to end it before its time. */
  readonly onStarted?: (close: () => Promise<void>) => void;
}

/** One run of faults: an installation of its own, clients, faults by the seed, and the check. */
export async function runFaults({ args, journal, keep = false, onStarted }: RunOptions): Promise<Outcome> {
  const { kinds, left } = kindsFor(args);
  const wanted = kinds.length === 0 ? 0 : args.faults;
  const plan = planFaults({ seed: args.seed, faults: wanted, kinds, equally: args.only !== undefined });
  const place = await makePlace(
    (line) => journal.say(line),
    plan.slice(0, MOST_PLAYED).some(({ kind }) => needOf(kind) === 'disk'),
  );
  const installation = await ChaosInstallation.prepare({ place, journal, outside: args.outside, speed: args.speed });
  const receiver = new Receiver(journal);
  const close = async (): Promise<void> => {
    receiver.close();
    await installation.close();
    if (!keep) await place.remove();
  };
  onStarted?.(close);
  try {
    await installation.begin();
    const connection: Connection = {
      base: installation.base,
      account: new Account(),
      stopping: new Stopping(),
      journal,
      asked: new Map(),
    };
    const office = await openOffice(connection, {
      dataDir: place.dataDir,
      clients: args.clients,
      webhook: await receiver.listen(),
      official: await installation.officialNow(),
    });
    receiver.expectSignedWith(office.webhookSecret);
    journal.say(`up: ${args.clients} clients, seed ${args.seed}, kinds ${kinds.join(', ')}`);
    const working = makeClients(connection, office, args).map((client) => client.work());
    void installation.endHangs(() => connection.stopping.stopped);
    const until = Date.now() + args.minutes * 60_000;
    const target = { installation, receiver, account: connection.account, journal, until };
    const faults = await injectFaults(target, plan);
    await sleep(Math.max(0, until - Date.now()));
    await untilUp(target, Date.now());
    connection.stopping.stop(INSIST_MS);
    await Promise.race([Promise.all(working), sleep(INSIST_MS + 30_000)]);
    journal.say(`clients have stopped: ${connection.account.confirmed} acts confirmed; checking`);
    const checked = await checkInstallation({
      installation,
      entries: () => connection.account.entries(),
      taken: receiver.taken,
      whenSettled: async () => void (await repeatConfirmed({ ...connection, stopping: new Stopping() }, REPEATED)),
    });
    return outcomeOf(args, connection.account, faults, left, checked);
  } finally {
    await close();
  }
}

/** A long plan is not played to its end; only what may be reached decides on the disk. */
const MOST_PLAYED = 1_000;

/** What may be drawn here, and what is left out for which reason. */
function kindsFor({ only, outside }: RunArguments): {
  readonly kinds: readonly FaultKind[];
  readonly left: readonly string[];
} {
  const noDisk = whyNoLimitedDisk();
  const left: string[] = [];
  const kinds = (only ?? ALL_KINDS).filter((kind) => {
    const need = needOf(kind);
    const why = need === 'disk' ? noDisk : need === 'wires' && !outside ? 'needs --outside' : undefined;
    if (why !== undefined) left.push(`${kind}: ${why}`);
    return why === undefined;
  });
  return { kinds, left };
}

function makeClients(connection: Connection, office: Office, args: RunArguments): readonly ChaosClient[] {
  const { account } = connection;
  const mayOpen = (): boolean => account.entries().filter(({ act }) => act === 'submit').length < MOST_DOSSIERS;
  return office.machines.map((who, n) => {
    const unit = office.units[n % office.units.length] as string;
    return new ChaosClient(connection, {
      name: who.name,
      who,
      unit,
      ...(unit === office.units[0] ? { officer: office.officer } : {}),
      procedures: office.procedures,
      random: randomOf(args.seed, who.name),
      thinkMs: args.think,
      mayOpen,
    });
  });
}

function outcomeOf(
  args: RunArguments,
  account: Account,
  faults: readonly Injected[],
  left: readonly string[],
  checked: CheckReport,
): Outcome {
  const notUp = faults.filter(({ up }) => !up).map(({ n, kind, note }) => ({ n, kind, note }));
  const broken = faults.flatMap(({ n, kind, broken: what }) => (what === undefined ? [] : [{ n, kind, what }]));
  return {
    seed: args.seed,
    minutes: args.minutes,
    faults,
    left,
    asked: account.entries().length,
    confirmed: account.confirmed,
    answers: account.answers(),
    checked,
    violations: [
      ...violation('not up again four minutes after a fault', notUp),
      ...violation('something went on that must be refused', broken),
      ...checked.violations,
    ],
  };
}
