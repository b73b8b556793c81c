import { useLanguage } from '../app/language';
import type { Timeline } from './lane-layout';
import { markWords } from './mark-words';
import classes from './swim-lanes.module.css';

/** What the signs of the drawing mean; only those that occur. */
export function LaneLegend({ timeline }: { readonly timeline: Timeline }) {
  const { say, of } = useLanguage();
  const bars = timeline.lanes.flatMap((lane) => lane.bars);
  const signs: readonly (readonly [shown: boolean, className: string, words: string])[] = [
    [true, 'done', say('thực tế', 'what was done')],
    [bars.some(({ due }) => due !== null), 'plan', say('kế hoạch, đến hạn của bước', 'planned, up to its date')],
    [bars.some(({ waiting }) => waiting), 'waiting', say('chưa xác nhận đã nhận', 'not acknowledged yet')],
    [bars.some(({ lateFrom }) => lateFrom !== null), 'late', say('trễ hạn', 'late')],
    [timeline.pauses.length > 0, 'pause', say('đồng hồ tạm dừng', 'clock stopped')],
  ];
  const marks = [...new Set(timeline.marks.map(({ mark }) => mark))];
  return (
    <ul className={classes['legend']} aria-hidden>
      {signs
        .filter(([shown]) => shown)
        .map(([, sign, words]) => (
          <li key={sign}>
            <span className={`${classes['sign']} ${classes[sign]}`} />
            {words}
          </li>
        ))}
      {marks.map((mark) => (
        <li key={mark}>
          <span className={`${classes['letter']} ${mark === 'missed' ? classes['missed'] : ''}`}>{markWords(mark).letter}</span>
          {of(markWords(mark).name).toLowerCase()}
        </li>
      ))}
    </ul>
  );
}
