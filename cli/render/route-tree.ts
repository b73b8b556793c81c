import { limitLabel } from '../../domain/calendar/limit';
import type { Block, Join, Step } from '../../domain/procedure/procedure';
import { isChoice, isParallel, isStep } from '../../domain/procedure/procedure';
import type { Language } from '../context';
import { conditionText } from './condition-text';
import { drawTree } from './draw-tree';
import type { Paint } from './paint';

interface Node {
  readonly label: string;
  readonly children: readonly Node[];
}

/** The route of a procedure as a tree: steps in their order, with agency, officer and limit; branches and cases below their block. */
export function routeTree(route: readonly Block[], title: string, language: Language, paint: Paint): string {
  const root: Node = { label: title, children: route.map((block) => nodeOf(block, language, paint)) };
  return drawTree(root, ({ label }) => label, ({ children }) => children);
}

function nodeOf(block: Block, language: Language, paint: Paint): Node {
  const say = (text: { en: string; vi: string }): string => text[language];
  const inner = (blocks: readonly Block[]): Node[] => blocks.map((each) => nodeOf(each, language, paint));
  if (isStep(block)) return { label: stepLabel(block, language, paint), children: [] };
  if (isParallel(block)) {
    const name = block.name ? ` ${say(block.name)}` : '';
    return {
      label: `${paint.cyan('∥')} ${block.parallel}${name} — ${say({ en: 'at the same time', vi: 'đồng thời' })}, ${joinText(block.join, language)}`,
      children: block.branches.map((branch) => ({
        label: `${paint.cyan(branch.branch)}${branch.name ? ` ${say(branch.name)}` : ''}${branch.when ? ` [${conditionText(branch.when)}]` : ''}`,
        children: inner(branch.route),
      })),
    };
  }
  if (isChoice(block)) {
    return {
      label: `${paint.cyan('?')} ${block.choice}`,
      children: [
        ...block.cases.map(({ when, route }) => ({ label: `[${conditionText(when)}]`, children: inner(route) })),
        { label: `[${say({ en: 'otherwise', vi: 'còn lại' })}]`, children: inner(block.otherwise) },
      ],
    };
  }
  return { label: `${paint.cyan('↩')} ${say({ en: 'back to', vi: 'trở lại' })} ${block.goBackTo}`, children: [] };
}

function stepLabel(step: Step, language: Language, paint: Paint): string {
  const assumed = step.provenance?.assumed?.length ? paint.yellow(` ${language === 'vi' ? 'giả định' : 'assumed'}: ${step.provenance.assumed.join(', ')}`) : '';
  const limit = step.limit ? ` · ${limitLabel(step.limit, language)}` : '';
  const wait = step.waitAtMost ? ` · ${language === 'vi' ? 'chờ tối đa' : 'waits at most'} ${limitLabel(step.waitAtMost, language)}` : '';
  const outcomes = step.outcomes ? ` → ${step.outcomes.join(' | ')}` : '';
  const asked = step.consult
    ? `\n${language === 'vi' ? 'hỏi' : 'asks'} ${step.consult.agencies.join(', ')}; ${language === 'vi' ? 'trả lời trong' : 'reply within'} ${limitLabel(step.consult.replyWithin, language)}; ${silence(step.consult.silence, language)}; ${joinText(step.consult.need ?? 'all', language)}`
    : '';
  return `${paint.bold(step.step)} ${step.name[language]}\n${step.kind} · ${step.officer}@${step.agency}${limit}${wait}${outcomes}${assumed}${asked}`;
}

const silence = (what: 'consent' | 'escalate', language: Language): string =>
  what === 'consent'
    ? { en: 'silence is consent', vi: 'im lặng là đồng ý' }[language]
    : { en: 'silence is escalated', vi: 'im lặng thì báo cáo cấp trên' }[language];

const joinText = (join: Join, language: Language): string => {
  if (join === 'all') return { en: 'all of them', vi: 'đủ tất cả' }[language];
  if (join === 'any') return { en: 'any one', vi: 'chỉ cần một' }[language];
  return { en: `${join.quorum} of them`, vi: `đủ ${join.quorum}` }[language];
};
