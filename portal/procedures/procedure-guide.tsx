import { Button, Group, List, Stack, Text } from '@mantine/core';
import { IconClockSearch, IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { legalText } from '../parts/legal-text';
import { agencyRole, serviceLevel, tierName } from '../parts/role-names';
import { conditionText } from './condition-text';
import { Section } from './section';

type Procedure = Schemas['Procedure'];

/** What an applicant has to know before going there. */
export function ProcedureGuide({ procedure }: { readonly procedure: Procedure }) {
  const { say, of, language } = useLanguage();
  return (
    <Stack gap="lg" maw={900}>
      <Group className="no-print">
        <Button variant="light" renderRoot={(props) => <Link {...props} to="/when-ready" search={{ procedure: procedure.code }} />} leftSection={<IconClockSearch size={18} aria-hidden />}>
          {say('Nộp hôm nay thì khi nào có kết quả?', 'Handed in today, when would it be ready?')}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {say('In trang này', 'Print this page')}
        </Button>
      </Group>
      <Section title={say('Giấy tờ phải nộp', 'Documents to hand in')}>
        <Documents procedure={procedure} />
      </Section>
      <Section title={say('Phí, lệ phí', 'Fees')}>
        <Fees fees={procedure.fees} />
      </Section>
      <Section title={say('Thời hạn giải quyết', 'Time limit')}>
        <TimeLimits procedure={procedure} />
      </Section>
      <Section title={say('Nơi nộp và nhận kết quả', 'Where to hand in and collect the result')}>
        <Text>
          {of(agencyRole(procedure.offeredAt.role))}: {procedure.offeredAt.tiers.map((tier) => of(tierName(tier)).toLowerCase()).join(', ')}.{' '}
          {say('Mức dịch vụ công', 'Service')}: {of(serviceLevel(procedure.serviceLevel)).toLowerCase()}. {say('Cấp giải quyết', 'Decided by')}: {of(tierName(procedure.tier)).toLowerCase()}.
        </Text>
      </Section>
      <Section title={say('Kết quả', 'Result')}>
        <Text>{of(procedure.result)}</Text>
      </Section>
      <Section title={say('Căn cứ pháp lý', 'Legal basis')}>
        <List>
          {procedure.legalBasis.map((each) => (
            <List.Item key={each}>{legalText(each, language)}</List.Item>
          ))}
        </List>
      </Section>
    </Stack>
  );
}

function Documents({ procedure }: { readonly procedure: Procedure }) {
  const { say, of, language } = useLanguage();
  if (procedure.documents.length === 0) return <Text>{say('Không phải nộp giấy tờ nào.', 'No document is asked for.')}</Text>;
  return (
    <List type="ordered" spacing="xs">
      {procedure.documents.map(({ document, name, originals, copies, required, when }) => (
        <List.Item key={document}>
          {of(name)}
          {originals > 0 && ` – ${say(`${originals} bản chính`, originals === 1 ? '1 original' : `${originals} originals`)}`}
          {copies > 0 && ` – ${say(`${copies} bản sao`, copies === 1 ? '1 copy' : `${copies} copies`)}`}
          {!required && ` – ${say('nếu có', 'if any')}`}
          {when !== null && (
            <Text size="sm">
              {say('Chỉ khi', 'Only if')}: {conditionText(when, procedure, language)}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}

export const dong = (amount: number, language: 'vi' | 'en'): string => `${amount.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB')} ${language === 'vi' ? 'đồng' : 'dong'}`;

function Fees({ fees }: { readonly fees: Procedure['fees'] }) {
  const { say, of, language } = useLanguage();
  const paid = { before: say('nộp khi nộp hồ sơ', 'paid on handing in'), after: say('nộp khi nhận kết quả', 'paid on collecting the result'), exempt: say('được miễn', 'exempt') };
  if (fees.length === 0) return <Text>{say('Không thu phí, lệ phí.', 'Free of charge.')}</Text>;
  return (
    <List>
      {fees.map(({ fee, name, amount, amountOnline, when, refundable }) => (
        <List.Item key={fee}>
          {of(name)}: <b>{dong(amount, language)}</b>
          {amountOnline !== null && ` (${say('nộp trực tuyến', 'online')}: ${dong(amountOnline, language)})`}, {paid[when]}
          {refundable ? `, ${say('được hoàn lại nếu bị từ chối', 'refunded on refusal')}` : ''}
        </List.Item>
      ))}
    </List>
  );
}

function TimeLimits({ procedure }: { readonly procedure: Procedure }) {
  const { say, of, language } = useLanguage();
  const { limit, phases, variants, clockStart } = procedure.timeLimit;
  const starts = {
    'cutoff-15:00': say('Hồ sơ nhận từ 15 giờ được tính từ ngày làm việc tiếp theo.', 'What is received from 15:00 counts from the next working day.'),
    'cutoff-17:00': say('Hồ sơ nhận từ 17 giờ được tính từ 8 giờ ngày làm việc tiếp theo.', 'What is received from 17:00 counts from 08:00 of the next working day.'),
    'last-hour': say('Hồ sơ nhận trong giờ làm việc cuối cùng được tính từ ngày làm việc tiếp theo.', 'What is received in the last hour of office time counts from the next working day.'),
    'session-start': say('Hồ sơ nhận ngoài giờ làm việc được tính từ đầu buổi làm việc kế tiếp.', 'What is received outside office hours counts from the start of the next session.'),
  };
  return (
    <>
      {limit && (
        <Text>
          <b>{of(limit.label)}</b> {say('kể từ khi nhận đủ hồ sơ hợp lệ.', 'from the receipt of a complete dossier.')}
        </Text>
      )}
      <List>
        {phases.map(({ phase, name, limit: each }) => (
          <List.Item key={phase}>
            {of(name)}: <b>{of(each.label)}</b>
          </List.Item>
        ))}
        {variants.map(({ when, limit: each }, i) => (
          <List.Item key={i}>
            {say('Trường hợp', 'Where')} {conditionText(when, procedure, language)}: <b>{of(each.label)}</b>
          </List.Item>
        ))}
      </List>
      <Text size="sm">{starts[clockStart]}</Text>
    </>
  );
}
