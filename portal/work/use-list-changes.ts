import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../app/language';
import { keyOf } from './work-query';
import type { Item } from './work-query';

interface Shown {
  readonly list: string;
  readonly pages: number;
  readonly versions: ReadonlyMap<string, string>;
}

/** Says what others, or time, have changed in a list while it was on the screen; empty until they do. */
export function useListChanges(list: string, pages: number, rows: readonly Item[]): string {
  const { say } = useLanguage();
  const before = useRef<Shown | null>(null);
  const [changes, setChanges] = useState<{ readonly list: string; readonly added: number; readonly gone: number; readonly changed: number } | null>(null);
  useEffect(() => {
    const now: Shown = { list, pages, versions: new Map(rows.map((row) => [keyOf(row), `${row.version} ${row.urgency}`])) };
    const { current: old } = before;
    before.current = now;
    // Another list, or more of the same one, is no change of it.
    if (old?.list !== list || old.pages !== pages) return;
    const added = [...now.versions.keys()].filter((key) => !old.versions.has(key)).length;
    const gone = [...old.versions.keys()].filter((key) => !now.versions.has(key)).length;
    const changed = [...now.versions].filter(([key, version]) => old.versions.has(key) && old.versions.get(key) !== version).length;
    if (added + gone + changed > 0) setChanges({ list, added, gone, changed });
  }, [list, pages, rows]);
  if (changes?.list !== list) return '';
  const parts = [
    changes.added > 0 ? say(`${changes.added} việc mới`, `${changes.added} new`) : '',
    changes.changed > 0 ? say(`${changes.changed} việc thay đổi`, `${changes.changed} changed`) : '',
    changes.gone > 0 ? say(`${changes.gone} việc đã rời danh sách`, `${changes.gone} gone`) : '',
  ].filter((part) => part !== '');
  return `${say('Danh sách vừa cập nhật', 'The list has just been updated')}: ${parts.join(', ')}.`;
}
