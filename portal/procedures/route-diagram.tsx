import { IconArrowBackUp, IconArrowsSplit, IconGitBranch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';
import { stepKind } from '../parts/role-names';
import { isChoice, isParallel, isStep } from './route';
import type { Block, Choice, Parallel, Step } from './route';
import classes from './route-diagram.module.css';
import type { RouteWords } from './use-route-words';

interface Drawn {
  readonly words: RouteWords;
}

/** The route as nested boxes: double strokes for what runs at once, broken ones for a choice. Told in words beside it. */
export function RouteDiagram({ route, words }: Drawn & { readonly route: readonly Block[] }) {
  const { say } = useLanguage();
  return (
    <div className={classes['scroll']} role="region" aria-label={say('Khung cuộn của sơ đồ', 'Scrolls the diagram')} tabIndex={0}>
      <div role="img" aria-label={say('Sơ đồ quy trình; nội dung bằng chữ ở phần “Quy trình bằng chữ”', 'Diagram of the route; the same in words stands in “The route in words”')}>
        <Flow route={route} words={words} />
      </div>
    </div>
  );
}

function Flow({ route, words }: Drawn & { readonly route: readonly Block[] }) {
  const { say } = useLanguage();
  if (route.length === 0) return <div className={classes['when']}>{say('Đi tiếp, không có bước riêng', 'Goes on, no step of its own')}</div>;
  return (
    <ol className={classes['flow']}>
      {route.map((block, i) => (
        <li key={i} className={classes['item']}>
          <span className={classes['arrow']} />
          <Box block={block} words={words} />
        </li>
      ))}
    </ol>
  );
}

function Box({ block, words }: Drawn & { readonly block: Block }) {
  const { say } = useLanguage();
  if (isStep(block)) return <StepBox step={block} words={words} />;
  if (isParallel(block)) return <ParallelBox block={block} words={words} />;
  if (isChoice(block)) return <ChoiceBox block={block} words={words} />;
  return (
    <div className={classes['back']}>
      <IconArrowBackUp size={18} aria-hidden /> {say('Quay lại bước', 'Back to')} “{words.stepName(block.goBackTo)}”
    </div>
  );
}

const ENDS: Readonly<Record<string, string>> = { receive: 'first', return: 'last' };
const OUTSIDE = new Set(['await-outside', 'financial-obligation']);

function StepBox({ step, words }: Drawn & { readonly step: Step }) {
  const { say, of } = useLanguage();
  const limit = words.limit(step);
  const look = [classes['step'], classes[ENDS[step.kind] ?? ''] ?? '', OUTSIDE.has(step.kind) ? classes['outside'] : ''].join(' ');
  return (
    <div className={look}>
      <div className={classes['kind']}>
        <span>{of(stepKind(step.kind))}</span>
        {limit !== '' && <b>{limit}</b>}
      </div>
      <div className={classes['name']}>{of(step.name)}</div>
      <div>{words.who(step)}</div>
      {words.details(step).map((each) => (
        <p key={each} className={classes['detail']}>
          {each}
        </p>
      ))}
      {step.provenance && step.provenance.confidence !== 'H' && (
        <p className={classes['detail']}>
          {step.provenance.confidence === 'L' ? '◔' : '◑'} {step.provenance.confidence === 'L' ? say('Chưa chắc chắn', 'Uncertain') : say('Khá chắc chắn', 'Fairly sure')}
        </p>
      )}
    </div>
  );
}

function ParallelBox({ block, words }: Drawn & { readonly block: Parallel }) {
  const { say, of } = useLanguage();
  return (
    <div className={`${classes['block']} ${classes['parallel']}`}>
      <div className={classes['title']}>
        <IconArrowsSplit size={18} aria-hidden /> {say('Song song', 'At once')}
        {block.name ? `: ${of(block.name)}` : ''} – {words.join(block)}
      </div>
      <div className={classes['ways']}>
        {block.branches.map(({ branch, name, when, route }, i) => (
          <Way key={branch} title={name ? of(name) : say(`Nhánh ${i + 1}`, `Branch ${i + 1}`)} when={when ? `${say('chỉ khi', 'only if')} ${words.when(when)}` : ''}>
            <Flow route={route} words={words} />
          </Way>
        ))}
      </div>
    </div>
  );
}

function ChoiceBox({ block, words }: Drawn & { readonly block: Choice }) {
  const { say } = useLanguage();
  return (
    <div className={`${classes['block']} ${classes['choice']}`}>
      <div className={classes['title']}>
        <IconGitBranch size={18} aria-hidden /> {say('Rẽ nhánh theo điều kiện', 'One of these ways')}
      </div>
      <div className={classes['ways']}>
        {block.cases.map(({ when, route }, i) => (
          <Way key={i} title={`${say('Nếu', 'If')} ${words.when(when)}`}>
            <Flow route={route} words={words} />
          </Way>
        ))}
        <Way title={say('Các trường hợp khác', 'Otherwise')}>
          <Flow route={block.otherwise} words={words} />
        </Way>
      </div>
    </div>
  );
}

function Way({ title, when = '', children }: { readonly title: string; readonly when?: string; readonly children: ReactNode }) {
  return (
    <div className={classes['way']}>
      <div className={classes['when']}>
        <b>{title}</b>
        {when === '' ? '' : `, ${when}`}
      </div>
      {children}
    </div>
  );
}
