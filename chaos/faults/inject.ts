import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../clients/account';
import { missingParts } from '../installation/parts';
import type { Journal } from '../journal';
import type { FaultKind } from './kinds';
import type { PlannedFault } from './plan';
import { strike } from './strike';
import type { Target } from './strike';

/** A fault as it was, and how long acts stood still for it. */
export interface Injected {
  readonly n: number;
  readonly kind: FaultKind;
  readonly note: string;
  readonly at: number;
  /** From its beginning until everything was there and an act was confirmed again. */
  readonly upAfterMs: number;
  readonly up: boolean;
  readonly restarts: number;
  readonly broken?: string;
}

export interface Injection extends Target {
  readonly account: Account;
  readonly journal: Journal;
  readonly until: number;
}

const UP_MS = 240_000;

/** Injects the planned faults one after another, each once all is up again, until the plan or the time is over. */
export async function injectFaults(injection: Injection, plan: readonly PlannedFault[]): Promise<readonly Injected[]> {
  const injected: Injected[] = [];
  for (const fault of plan) {
    await sleep(fault.quietMs);
    if (Date.now() > injection.until) break;
    const one = await injectOne(injection, fault);
    injected.push(one);
    injection.journal.write('faults', one);
    const { confirmed } = injection.account;
    const how = one.up ? `up after ${(one.upAfterMs / 1_000).toFixed(1)} s` : `NOT UP after ${UP_MS / 1_000} s`;
    injection.journal.say(`#${one.n} ${one.kind} (${one.note}): ${how}, ${confirmed} acts confirmed`);
  }
  return injected;
}

async function injectOne(injection: Injection, fault: PlannedFault): Promise<Injected> {
  const { keeper } = injection.installation;
  const at = Date.now();
  const endings = keeper.endings.length;
  const { note, broken } = await strike(injection, fault);
  const up = await untilUp(injection, Date.now());
  return {
    n: fault.n,
    kind: fault.kind,
    note,
    at,
    upAfterMs: Date.now() - at,
    up,
    restarts: keeper.endings.length - endings,
    ...(broken === undefined ? {} : { broken }),
  };
}

/** Up: every part lives, and an act was confirmed after the fault. */
export async function untilUp(
  { installation, account }: Pick<Injection, 'installation' | 'account'>,
  since: number,
): Promise<boolean> {
  for (const until = Date.now() + UP_MS; Date.now() < until; await sleep(200)) {
    if (account.lastConfirmation > since && missingParts(installation.parts()).length === 0) return true;
  }
  return false;
}
