import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Until a row is measured; on narrow screens it is a card. */
const ROW_PX = 124;
const CARD_PX = 220;
const CARDS_UP_TO_PX = 1_200;
const OVERSCAN = 8;

interface VirtualRowsQuestion {
  readonly keys: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly body: RefObject<HTMLElement | null>;
}

/** What was on the screen, and where. */
interface Before {
  readonly keys: readonly string[];
  readonly margin: number;
  readonly shown: readonly (readonly [key: string, start: number])[];
}

/**
 * The rows around what is in view, in the page's own scrolling. The row that has the focus stays, wherever the page is scrolled; and when
 * the list changes, what was in view stays where it was.
 */
export function useVirtualRows({ keys, indexOf, body }: VirtualRowsQuestion) {
  const focused = useRef<string | null>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const top = Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    setMargin((before) => (Math.abs(before - top) > 1 ? top : before));
  });
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: keys.length,
    estimateSize: () => (window.innerWidth <= CARDS_UP_TO_PX ? CARD_PX : ROW_PX),
    getItemKey: useCallback((index: number) => keys[index] ?? index, [keys]),
    overscan: OVERSCAN,
    scrollMargin: margin,
    rangeExtractor: useCallback(
      (range: Range) => {
        const shown = defaultRangeExtractor(range);
        const held = focused.current === null ? undefined : indexOf.get(focused.current);
        return held === undefined || shown.includes(held) ? shown : [...shown, held].sort((a, b) => a - b);
      },
      [indexOf],
    ),
  });
  const items = virtualizer.getVirtualItems();
  const before = useRef<Before>({ keys, margin, shown: [] });
  useLayoutEffect(() => {
    if ((before.current.keys !== keys || before.current.margin !== margin) && window.scrollY > before.current.margin) {
      const stayed = before.current.shown.find(([key]) => indexOf.has(key));
      const now = stayed && virtualizer.measurementsCache[indexOf.get(stayed[0])!]?.start;
      if (stayed && now !== undefined && now !== stayed[1]) window.scrollBy(0, now - stayed[1]);
    }
    const seen = items.filter(({ end }) => end > window.scrollY);
    before.current = { keys, margin, shown: seen.map(({ key, start }) => [String(key), start] as const) };
  });
  return { virtualizer, items, margin, focused };
}
