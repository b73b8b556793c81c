import { List, Text } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';

type Supplement = Schemas['DossierClock']['supplements'][number];

const STATUSES: Readonly<Record<Supplement['status'], readonly [string, string]>> = {
  asked: ['đang chờ người nộp bổ sung', 'awaited'],
  provided: ['đã nộp, chờ kiểm tra', 'handed in, to be checked'],
  confirmed: ['đã xác nhận đủ', 'confirmed as complete'],
  lapsed: ['hết hạn mà không bổ sung', 'lapsed'],
  void: ['không còn hiệu lực', 'void'],
};

/** The supplements that stopped the clock. */
export function SupplementsAsked({ supplements }: { readonly supplements: readonly Supplement[] }) {
  const { say } = useLanguage();
  if (supplements.length === 0) return null;
  return (
    <div>
      <Text fw={600}>{say('Các lần yêu cầu bổ sung', 'Supplements asked for')}</Text>
      <List>
        {supplements.map(({ n, stage, status, requestedAt, respondBy, providedAt, confirmBy }) => (
          <List.Item key={n}>
            {say(`Lần ${n}, khi ${stage === 'reception' ? 'tiếp nhận' : 'thẩm định'}: yêu cầu ${dateTime(requestedAt)}, hạn ${dateTime(respondBy)}`, `No. ${n}, at ${stage}: asked for ${dateTime(requestedAt)}, by ${dateTime(respondBy)}`)}
            {providedAt !== null && say(`, nộp ${dateTime(providedAt)}`, `, handed in ${dateTime(providedAt)}`)}
            {status === 'provided' && confirmBy !== null && say(`, phải kiểm tra trước ${dateTime(confirmBy)}`, `, to be checked by ${dateTime(confirmBy)}`)} – <b>{say(...STATUSES[status])}</b>
          </List.Item>
        ))}
      </List>
    </div>
  );
}
