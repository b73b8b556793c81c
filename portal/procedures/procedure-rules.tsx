import { List, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { legalText } from '../parts/legal-text';
import { TableScroll } from '../parts/table-scroll';
import { assumedText } from './assumed-text';
import { Confidence } from './confidence';
import { Provenance } from './provenance';
import { routeOf, stepsOf } from './route';
import { Section } from './section';

type Procedure = Schemas['Procedure'];

/** What officers go by besides the route: questions, supplements, apology; and how sure all of it is. */
export function ProcedureRules({ procedure }: { readonly procedure: Procedure }) {
  const { say, of } = useLanguage();
  const { apology, acknowledgeWithin } = procedure;
  return (
    <Stack gap="lg" maw={900}>
      <Section title={say('Thông tin kê khai quyết định quy trình', 'Questions that decide the route')}>
        <Facts facts={procedure.facts} />
      </Section>
      <Section title={say('Yêu cầu bổ sung', 'Supplements')}>
        <Supplements supplement={procedure.supplement} />
      </Section>
      <Section title={say('Xin lỗi, hẹn lại và xác nhận đã nhận', 'Apology, new date, acknowledgement')}>
        <List>
          <List.Item>
            {apology.owed === 'one-day-before' ? say('Xin lỗi và hẹn lại chậm nhất một ngày trước khi hết hạn', 'An apology with a new date is owed at least one day before the end') : say('Xin lỗi và hẹn lại khi hết hạn mà chưa có kết quả', 'An apology with a new date is owed at the end')}
            {'; '}
            {apology.oncePer === 'dossier' ? say('hẹn lại một lần cho mỗi hồ sơ.', 'the date may be moved once per dossier.') : say('hẹn lại một lần cho mỗi lần hẹn.', 'the date may be moved once per phase.')}
          </List.Item>
          <List.Item>
            {say('Cơ quan nhận hồ sơ xác nhận đã nhận trong', 'A receiving agency acknowledges within')} {of(acknowledgeWithin.label)}.
          </List.Item>
        </List>
      </Section>
      <Section title={say('Nguồn và độ tin cậy', 'Sources and confidence')}>
        <Provenance provenance={procedure.provenance} />
        <StepSources procedure={procedure} />
      </Section>
    </Stack>
  );
}

function Facts({ facts }: { readonly facts: Procedure['facts'] }) {
  const { say, of } = useLanguage();
  const types = { boolean: say('có / không', 'yes / no'), number: say('số', 'number'), choice: say('lựa chọn', 'choice') };
  if (facts.length === 0) return <Text>{say('Không hỏi gì thêm: mọi hồ sơ đi cùng một quy trình.', 'Nothing is asked: every dossier goes the same way.')}</Text>;
  return (
    <List>
      {facts.map(({ fact, label, type, options, required }) => (
        <List.Item key={fact}>
          {of(label)} – {types[type]}
          {options.length > 0 ? `: ${options.join(', ')}` : ''}
          {required ? `, ${say('bắt buộc trả lời', 'must be answered')}` : ''}
        </List.Item>
      ))}
    </List>
  );
}

function Supplements({ supplement }: { readonly supplement: Procedure['supplement'] }) {
  const { say, of } = useLanguage();
  const stages = [
    { key: 'reception', name: say('Khi tiếp nhận', 'At reception'), rule: supplement.reception },
    { key: 'examination', name: say('Khi thẩm định', 'At examination'), rule: supplement.examination },
  ];
  return (
    <TableScroll minWidth={640}>
      <Table withTableBorder verticalSpacing="xs">
        <VisuallyHidden component="caption">{say('Quy tắc yêu cầu bổ sung', 'Rules of supplements')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Giai đoạn', 'Stage')}</Table.Th>
            <Table.Th scope="col">{say('Thông báo trong', 'Asked within')}</Table.Th>
            <Table.Th scope="col">{say('Người nộp bổ sung trong', 'Applicant has')}</Table.Th>
            <Table.Th scope="col">{say('Xác nhận trong', 'Confirmed within')}</Table.Th>
            <Table.Th scope="col">{say('Số lần', 'Times')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {stages.map(({ key, name, rule }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{of(rule.noticeWithin.label)}</Table.Td>
              <Table.Td>{of(rule.respondWithin.label)}</Table.Td>
              <Table.Td>{of(rule.confirmWithin.label)}</Table.Td>
              <Table.Td className="number">{rule.times}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}

function StepSources({ procedure }: { readonly procedure: Procedure }) {
  const { say, of, language } = useLanguage();
  const steps = stepsOf(routeOf(procedure)).filter(({ provenance }) => provenance);
  if (steps.length === 0) return null;
  return (
    <TableScroll minWidth={640}>
      <Table withTableBorder verticalSpacing="xs">
        <VisuallyHidden component="caption">{say('Nguồn của từng bước', 'Sources of each step')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Bước', 'Step')}</Table.Th>
            <Table.Th scope="col">{say('Độ tin cậy', 'Confidence')}</Table.Th>
            <Table.Th scope="col">{say('Nguồn', 'Source')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map(({ step, name, provenance }) => (
            <Table.Tr key={step}>
              <Table.Th scope="row" fw={400}>
                {of(name)}
              </Table.Th>
              <Table.Td>
                <Confidence confidence={provenance!.confidence} />
              </Table.Td>
              <Table.Td>
                {provenance!.source.map((each) => legalText(each, language)).join('; ')}
                {provenance!.assumed ? ` · ${say('giả định', 'assumed')}: ${assumedText(provenance!.assumed, language)}` : ''}
                {provenance!.note ? ` · ${provenance!.note}` : ''}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}
