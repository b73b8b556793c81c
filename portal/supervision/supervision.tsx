import { Tabs, VisuallyHidden } from '@mantine/core';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { ComplaintsTab } from './complaints-tab';
import { DueTab } from './due-tab';
import { EscalationsTab } from './escalations-tab';
import { FigureList } from './figure-list';
import { LoadTab } from './load-tab';
import { QueueList } from './queue-list';
import { RateTab } from './rate-tab';
import { StepList } from './step-list';
import { StepsTab } from './steps-tab';

const TABS = [
  { value: 'rate', vi: 'Tỷ lệ đúng hạn', en: 'On-time rate', content: RateTab },
  { value: 'due', vi: 'Quá hạn, sắp đến hạn', en: 'Overdue and due soon', content: DueTab },
  { value: 'steps', vi: 'Thời gian từng bước', en: 'Where time is lost', content: StepsTab },
  { value: 'load', vi: 'Khối lượng, dự báo', en: 'Queues and forecast', content: LoadTab },
  { value: 'escalations', vi: 'Cảnh báo chờ xử lý', en: 'Escalations', content: EscalationsTab },
  { value: 'complaints', vi: 'Phản ánh, kiến nghị', en: 'Complaints', content: ComplaintsTab },
] as const;

/** How well dossiers are settled in time: figures, the dossiers behind each, and what needs somebody now. */
export function SupervisionPage() {
  const { say } = useLanguage();
  const [{ tab = 'rate', figure, step, queue }, go] = useAddress();
  const shown = TABS.find(({ value }) => value === tab) ?? TABS[0];
  const Content = figure !== undefined && shown.value === 'rate' ? FigureList : step !== undefined && shown.value === 'steps' ? StepList : queue !== undefined && shown.value === 'load' ? QueueList : shown.content;
  // Of the address the period and the unit stay; what only one tab knows goes.
  const open = (value: string | null): void => go({ tab: value ?? 'rate', figure: undefined, step: undefined, procedure: undefined, level: undefined, row: undefined, agency: undefined, on: undefined, late: undefined, queue: undefined });
  return (
    <Page title={say('Giám sát giải quyết thủ tục hành chính', 'Supervision')}>
      <Tabs value={shown.value} onChange={open} keepMounted={false}>
        <Tabs.List>
          {TABS.map(({ value, vi, en }) => (
            <Tabs.Tab key={value} value={value}>
              {say(vi, en)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown.value} pt="md">
          {Content === shown.content && (
            <VisuallyHidden>
              <h2>{say(shown.vi, shown.en)}</h2>
            </VisuallyHidden>
          )}
          <Content />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
