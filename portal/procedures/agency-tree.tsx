import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useLanguage } from '../app/language';
import type { AgencySummary } from '../parts/agency-names';
import { fold } from '../parts/fold';
import classes from './agency-tree.module.css';

interface AgencyTreeProps {
  readonly agencies: readonly AgencySummary[];
  readonly selected: string | undefined;
  readonly onSelect: (code: string) => void;
}

interface Node {
  readonly agency: AgencySummary;
  readonly level: number;
  readonly children: number;
  readonly position: number;
  readonly siblings: number;
}

/** Agencies below those they belong to. Arrow keys move, open and close; Enter shows one. */
export function AgencyTree({ agencies, selected, onSelect }: AgencyTreeProps) {
  const { say, of } = useLanguage();
  const below = useMemo(() => byParent(agencies), [agencies]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set((below.get(null) ?? []).map(({ code }) => code)));
  const [active, setActive] = useState<string | undefined>(selected);
  const tree = useRef<HTMLDivElement>(null);
  /** What was selected and has not been in sight since; it is there once those above it are open. */
  const toShow = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (selected === undefined) return;
    setActive(selected);
    setOpen((before) => new Set([...before, ...ancestorsOf(agencies, selected)]));
    toShow.current = selected;
  }, [selected, agencies]);
  const nodes = useMemo(() => visibleNodes(below, open), [below, open]);
  useEffect(() => {
    const node = toShow.current === undefined ? null : nodeOf(tree.current, toShow.current);
    if (!tree.current || !node) return;
    toShow.current = undefined;
    show(tree.current, node);
  }, [nodes, selected]);
  const at = Math.max(0, nodes.findIndex(({ agency }) => agency.code === active));
  const focusOn = (node: Node | undefined): void => {
    if (!node) return;
    setActive(node.agency.code);
    requestAnimationFrame(() => nodeOf(tree.current, node.agency.code)?.focus());
  };
  const toggle = (code: string, opened: boolean): void =>
    setOpen((before) => {
      const next = new Set(before);
      if (opened) next.add(code);
      else next.delete(code);
      return next;
    });
  const onKeyDown = (event: KeyboardEvent): void => {
    const node = nodes[at];
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const { code, parent } = node.agency;
    const isOpen = open.has(code);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focusOn(nodes[at + 1]),
      ArrowUp: () => focusOn(nodes[at - 1]),
      Home: () => focusOn(nodes[0]),
      End: () => focusOn(nodes.at(-1)),
      ArrowRight: () => (node.children === 0 ? undefined : isOpen ? focusOn(nodes[at + 1]) : toggle(code, true)),
      ArrowLeft: () => (isOpen && node.children > 0 ? toggle(code, false) : focusOn(nodes.find(({ agency }) => agency.code === parent))),
      Enter: () => onSelect(code),
      ' ': () => onSelect(code),
    };
    const move = moves[event.key] ?? (event.key.length === 1 ? () => focusOn(startingWith(nodes, at, event.key, (each) => of(each.name))) : undefined);
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <div className={classes['tree']} role="tree" aria-label={say('Cây cơ quan', 'Tree of agencies')} ref={tree} onKeyDown={onKeyDown}>
      {nodes.map(({ agency, level, children, position, siblings }, i) => (
        <div
          key={agency.code}
          role="treeitem"
          data-code={agency.code}
          aria-level={level}
          aria-posinset={position}
          aria-setsize={siblings}
          aria-selected={agency.code === selected}
          {...(children > 0 ? { 'aria-expanded': open.has(agency.code) } : {})}
          tabIndex={i === at ? 0 : -1}
          className={classes['node']}
          style={{ paddingLeft: `${0.25 + (level - 1) * 1.25}rem` }}
          onClick={() => {
            setActive(agency.code);
            onSelect(agency.code);
          }}
        >
          <span
            className={classes['mark']}
            onClick={(event) => {
              if (children === 0) return;
              event.stopPropagation();
              setActive(agency.code);
              toggle(agency.code, !open.has(agency.code));
            }}
          >
            {children > 0 && (open.has(agency.code) ? <IconChevronDown size={20} aria-hidden /> : <IconChevronRight size={20} aria-hidden />)}
          </span>
          <span>{of(agency.name)}</span>
        </div>
      ))}
    </div>
  );
}

const nodeOf = (tree: HTMLElement | null, code: string): HTMLElement | null => tree?.querySelector<HTMLElement>(`[data-code="${CSS.escape(code)}"]`) ?? null;

/** Scrolls the tree, never the page. */
function show(tree: HTMLElement, node: HTMLElement): void {
  const top = node.offsetTop - tree.offsetTop;
  if (top < tree.scrollTop || top + node.offsetHeight > tree.scrollTop + tree.clientHeight) tree.scrollTop = top - tree.clientHeight / 2;
}

/** Whoever has no parent on that day, or one that is gone, stands at the top. */
function byParent(agencies: readonly AgencySummary[]): Map<string | null, AgencySummary[]> {
  const known = new Set(agencies.map(({ code }) => code));
  const found = new Map<string | null, AgencySummary[]>();
  for (const agency of agencies) {
    const parent = agency.parent !== null && known.has(agency.parent) ? agency.parent : null;
    found.set(parent, [...(found.get(parent) ?? []), agency]);
  }
  return found;
}

function visibleNodes(below: Map<string | null, AgencySummary[]>, open: ReadonlySet<string>, parent: string | null = null, level = 1): Node[] {
  const siblings = below.get(parent) ?? [];
  return siblings.flatMap((agency, i) => [
    { agency, level, children: below.get(agency.code)?.length ?? 0, position: i + 1, siblings: siblings.length },
    ...(open.has(agency.code) ? visibleNodes(below, open, agency.code, level + 1) : []),
  ]);
}

function ancestorsOf(agencies: readonly AgencySummary[], code: string): string[] {
  const byCode = new Map(agencies.map((each) => [each.code, each]));
  const found: string[] = [];
  for (let at = byCode.get(code)?.parent; at !== undefined && at !== null && !found.includes(at); at = byCode.get(at)?.parent) found.push(at);
  return found;
}

function startingWith(nodes: readonly Node[], at: number, letter: string, nameOf: (agency: AgencySummary) => string): Node | undefined {
  const begins = ({ agency }: Node): boolean => fold(nameOf(agency)).startsWith(fold(letter));
  return [...nodes.slice(at + 1), ...nodes.slice(0, at)].find(begins);
}
