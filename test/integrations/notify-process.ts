/** A notifier in a process of its own, to be killed while it sends: `{databaseUrl, mailUrl, gateway, now, realNow}`. */
import { openDatabase } from '../../db/database';
import { createMailChannel } from '../../integrations/notify/mail-channel';
import { createMessageChannel, type MessageOptions } from '../../integrations/notify/message-channel';
import { createNotifier } from '../../integrations/notify/notifier';
import { parseQuietHours } from '../../integrations/notify/quiet-hours';
import { urlAs } from '../db/logins';

interface Given {
  readonly databaseUrl: string;
  readonly mailUrl: string;
  readonly gateway: MessageOptions;
  readonly now: number;
  readonly realNow: number;
}

const given = JSON.parse(process.argv[2]!) as Given;
const silent = { info: () => undefined, warn: () => undefined };
const notifier = createNotifier({
  db: openDatabase({ url: urlAs(given.databaseUrl, 'relay'), role: 'relay' }).db,
  clock: { now: () => given.now },
  realNow: () => given.realNow,
  quietHours: parseQuietHours('21:00-07:00')!,
  mail: createMailChannel({ url: given.mailUrl, from: 'motcua@laichau.example' }),
  messages: createMessageChannel(given.gateway),
  trackingAddress: (code) => `https://motcua.example/t/${code}`,
  trackingSecret: () => '7K2M-9QXT-R4DH',
  log: silent,
});
void notifier.releaseHeld().then(() => process.exit(0));
