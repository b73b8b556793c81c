import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Up to so many rows a table simply has them all. */
const FEW = 200;
/** Until a row is measured. */
const ROW_PX = 56;
const OVERSCAN = 12;

export interface RowInView {
  readonly index: number;
  /** Height of the rows left out before it. */
  readonly gap: number;
}

interface RowsInView {
  /** Null: all of them. */
  readonly items: readonly RowInView[] | null;
  /** Height of the rows left out after the last one. */
  readonly rest: number;
  /** Of the columns, in pixels: they keep their widths whichever rows are there. */
  readonly widths: readonly number[] | null;
  readonly measure: ((row: HTMLTableRowElement | null) => void) | undefined;
}

/** Of a long table the rows around what is in view, in the page's own scrolling. */
export function useRowsInView(count: number, table: RefObject<HTMLTableElement | null>): RowsInView {
  const many = count > FEW;
  const [margin, setMargin] = useState(0);
  const [widths, setWidths] = useState<readonly number[] | null>(null);
  useLayoutEffect(() => {
    if (!many) return;
    const top = Math.round((table.current?.tBodies[0]?.getBoundingClientRect().top ?? 0) + window.scrollY);
    setMargin((before) => (Math.abs(before - top) > 1 ? top : before));
  }, [many, count, table]);
  useEffect(() => {
    if (!many) return;
    // By the first scrolling the names have come that widths depend on.
    const keep = (): void => setWidths((before) => before ?? [...(table.current?.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.getBoundingClientRect().width));
    const forget = (): void => setWidths(null);
    window.addEventListener('scroll', keep, { passive: true });
    window.addEventListener('resize', forget);
    return () => {
      window.removeEventListener('scroll', keep);
      window.removeEventListener('resize', forget);
      forget();
    };
  }, [many, table]);
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({ count: many ? count : 0, estimateSize: () => ROW_PX, overscan: OVERSCAN, scrollMargin: margin });
  if (!many) return { items: null, rest: 0, widths: null, measure: undefined };
  let end = margin;
  const items = virtualizer.getVirtualItems().map(({ index, start, end: next }) => {
    const gap = start - end;
    end = next;
    return { index, gap };
  });
  return { items, rest: margin + virtualizer.getTotalSize() - end, widths, measure: virtualizer.measureElement };
}
