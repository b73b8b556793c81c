import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { date, dateTime } from '../parts/dates';
import { Loading, ProblemAlert } from '../parts/problem';
import { appliesTo, documentsMissing } from './check-draft';
import type { FactValue, Procedure } from './draft';

const REFRESH_MS = 30_000;
const WEEKDAYS = { vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'], en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] } as const;

interface CaseSummaryProps {
  readonly procedure: Procedure;
  readonly unit: string;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly documents: readonly string[];
  /** What was missing has been added since. */
  readonly added?: boolean;
}

/** What the applicant is told before anything is accepted: until when, how much, what is missing. */
export function CaseSummary({ procedure, unit, facts, documents, added = false }: CaseSummaryProps) {
  const { say, of } = useLanguage();
  const missing = added ? [] : documentsMissing(procedure, facts, documents);
  return (
    <Stack gap="lg">
      <DueIfAccepted procedure={procedure} unit={unit} facts={facts} />
      <Fees fees={procedure.fees} />
      <section aria-live="polite">
        <Title order={3} size="h5">
          {say('Giấy tờ', 'Documents')}
        </Title>
        {missing.length === 0 ? (
          <Text>{say('Đã đủ giấy tờ bắt buộc', 'Everything required is there')}</Text>
        ) : (
          <>
            <Text>{say(`Còn thiếu ${missing.length} giấy tờ bắt buộc:`, `${missing.length} required missing:`)}</Text>
            <List size="sm">
              {missing.map(({ document, name }) => (
                <List.Item key={document}>{of(name)}</List.Item>
              ))}
            </List>
          </>
        )}
      </section>
    </Stack>
  );
}

/** The appointment if it were accepted now, by the server's calendar; of cases that the law treats apart the one that was answered. */
function DueIfAccepted({ procedure, unit, facts }: Omit<CaseSummaryProps, 'documents' | 'added'>) {
  const { say, of, language } = useLanguage();
  const due = api.useQuery('get', '/v1/calendar/due', { params: { query: { procedure: procedure.code, unit } } }, { refetchInterval: REFRESH_MS });
  if (due.error) return <ProblemAlert error={due.error} onRetry={() => void due.refetch()} />;
  if (!due.data) return <Loading />;
  const { dueAt, limit } = apart(due.data, facts) ?? due.data;
  const phase = procedure.timeLimit.phases.find((each) => each.phase === due.data.procedure?.phase);
  const weekday = WEEKDAYS[language][new Date(`${dueAt.slice(0, 10)}T12:00:00Z`).getUTCDay()];
  return (
    <section aria-live="polite">
      <Title order={3} size="h5">
        {say('Hẹn trả kết quả nếu tiếp nhận bây giờ', 'Promised if accepted now')}
      </Title>
      <Text size="xl" fw={600} className="number">
        {dateTime(dueAt)}
      </Text>
      <Text>
        {weekday} · {say('thời hạn', 'limit')} {of(limit.label)}
      </Text>
      {phase && <Text size="sm">{say('Hẹn lần 1', 'First appointment')}: {of(phase.name)}</Text>}
      {due.data.countsFrom.moved && (
        <Alert mt="xs" p="xs" variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
          {of(due.data.countsFrom.text)} ({date(due.data.countsFrom.date)})
        </Alert>
      )}
      {due.data.status === 'projected' && <Text size="sm">{say('Lịch nghỉ của năm này chưa công bố chính thức; ngày hẹn có thể thay đổi.', 'The holidays of that year are not announced yet; the date may still move.')}</Text>}
    </section>
  );
}

const apart = ({ variants }: Schemas['Due'], facts: Readonly<Record<string, FactValue>>) => variants.find(({ when }) => appliesTo(when, facts));

function Fees({ fees }: { readonly fees: Procedure['fees'] }) {
  const { say, of } = useLanguage();
  const owed = fees.filter(({ when, amount }) => when !== 'exempt' && amount > 0);
  return (
    <section>
      <Title order={3} size="h5">
        {say('Phí, lệ phí', 'Fees')}
      </Title>
      {owed.length === 0 && <Text>{say('Không thu', 'None')}</Text>}
      {owed.map(({ fee, name, amount, when }) => (
        <Text key={fee}>
          {of(name)}: <b className="number">{amount.toLocaleString('vi-VN')} {say('đồng', 'dong')}</b> ({when === 'before' ? say('thu khi tiếp nhận', 'now') : say('thu khi trả kết quả', 'with the result')})
        </Text>
      ))}
    </section>
  );
}
