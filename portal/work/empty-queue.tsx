import type { Text } from '../app/language';
import { useLanguage } from '../app/language';
import { Empty } from '../parts/problem';
import type { Queue } from './work-query';

const WORDS: Readonly<Record<Queue | 'filtered', readonly [title: Text, meaning: Text]>> = {
  unit: [
    { vi: 'Không có việc nào ở đây', en: 'Nothing waits here' },
    { vi: 'Đơn vị không còn việc đang mở. Việc mới hiện ra ngay khi được chuyển đến.', en: 'The unit has no open work. New work appears as soon as it is handed over.' },
  ],
  mine: [
    { vi: 'Bạn chưa nhận việc nào', en: 'You have taken up nothing' },
    { vi: 'Mở “Chưa ai nhận” để nhận việc; việc được phân công cho bạn cũng hiện ra ở đây.', en: 'Take something up from “Nobody’s yet”; what is assigned to you appears here, too.' },
  ],
  unassigned: [
    { vi: 'Mọi việc đều đã có người nhận', en: 'Somebody has everything' },
    { vi: 'Việc mới chuyển đến mà chưa ai nhận sẽ hiện ra ở đây.', en: 'What comes in and nobody has taken yet appears here.' },
  ],
  involved: [
    { vi: 'Bạn không phối hợp hay theo dõi việc nào', en: 'You co-handle or monitor nothing' },
    { vi: 'Việc của người khác mà bạn được giao phối hợp hoặc theo dõi sẽ hiện ra ở đây.', en: 'Work of others that you were asked to help with or to watch appears here.' },
  ],
  filtered: [
    { vi: 'Không có việc nào khớp bộ lọc', en: 'Nothing fits the filters' },
    { vi: 'Hãy bỏ bớt bộ lọc để xem việc khác.', en: 'Drop a filter to see other work.' },
  ],
};

/** What it means that nothing is there. */
export function EmptyQueue({ queue, filtered }: { readonly queue: Queue; readonly filtered: boolean }) {
  const { of } = useLanguage();
  const [title, meaning] = WORDS[filtered ? 'filtered' : queue];
  return <Empty title={of(title)}>{of(meaning)}</Empty>;
}
