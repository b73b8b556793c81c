import { useImperativeHandle, useRef } from 'react';
import type { Ref } from 'react';
import classes from './code-area.module.css';

export interface CodeAreaHandle {
  /** Puts the cursor at a place of the text, counted from 1, and shows it. */
  readonly goTo: (line: number, column: number) => void;
}

interface CodeAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Lines with something wrong, counted from 1. */
  readonly wrongLines: ReadonlySet<number>;
  readonly describedBy?: string;
  readonly ref?: Ref<CodeAreaHandle>;
}

const LINE_HEIGHT_PX = 22.5;

/** A text area with line numbers; enough for a file of some hundred lines. */
export function CodeArea({ label, value, onChange, wrongLines, describedBy, ref }: CodeAreaProps) {
  const numbers = useRef<HTMLPreElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const lines = value.split('\n');
  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      const area = text.current;
      if (!area) return;
      const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
      const at = Math.min(before + column - 1, value.length);
      area.focus();
      area.setSelectionRange(at, Math.max(at, before + (lines[line - 1]?.length ?? 0)));
      area.scrollTop = Math.max(0, (line - 6) * LINE_HEIGHT_PX);
      area.scrollLeft = 0;
    },
  }));
  return (
    <div className={classes.frame}>
      <pre className={classes.numbers} ref={numbers} aria-hidden>
        {lines.map((_, i) => (
          <span key={i} className={wrongLines.has(i + 1) ? classes.wrong : undefined}>
            {wrongLines.has(i + 1) ? '! ' : ''}
            {i + 1}
          </span>
        ))}
      </pre>
      <textarea
        ref={text}
        className={classes.text}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={wrongLines.size > 0}
        spellCheck={false}
        autoComplete="off"
        wrap="off"
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onScroll={({ currentTarget }) => {
          if (numbers.current) numbers.current.scrollTop = currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
