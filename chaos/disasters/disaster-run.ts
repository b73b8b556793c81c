import type { RunArguments } from '../chaos-arguments';
import type { RunOptions } from '../fault-run';
import type { Outcome } from '../report';
import type { DisasterName } from './names';
export async function runDisaster(_options: RunOptions & { args: RunArguments; name: DisasterName; by: number }): Promise<Outcome> {
  throw new Error('not yet');
}
