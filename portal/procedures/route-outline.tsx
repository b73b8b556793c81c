import { List, Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import { isChoice, isParallel, isStep } from './route';
import type { Block, Step } from './route';
import type { RouteWords } from './use-route-words';

/** The route as a numbered list: for screen readers, for printing, for whoever would rather read. */
export function RouteOutline({ route, words }: { readonly route: readonly Block[]; readonly words: RouteWords }) {
  const { say } = useLanguage();
  if (route.length === 0) return <Text>{say('Đi tiếp, không có bước riêng.', 'Goes on, no step of its own.')}</Text>;
  return (
    <List type="ordered" spacing="xs" withPadding>
      {route.map((block, i) => (
        <List.Item key={i}>
          <Told block={block} words={words} />
        </List.Item>
      ))}
    </List>
  );
}

function Told({ block, words }: { readonly block: Block; readonly words: RouteWords }) {
  const { say, of } = useLanguage();
  if (isStep(block)) return <ToldStep step={block} words={words} />;
  if (isParallel(block)) {
    return (
      <>
        <b>
          {say('Song song', 'At once')}
          {block.name ? `: ${of(block.name)}` : ''}
        </b>{' '}
        ({words.join(block)})
        <List withPadding spacing="xs">
          {block.branches.map(({ branch, name, when, route }, i) => (
            <List.Item key={branch}>
              <b>{name ? of(name) : say(`Nhánh ${i + 1}`, `Branch ${i + 1}`)}</b>
              {when ? `, ${say('chỉ khi', 'only if')} ${words.when(when)}` : ''}
              <RouteOutline route={route} words={words} />
            </List.Item>
          ))}
        </List>
      </>
    );
  }
  if (isChoice(block)) {
    return (
      <>
        <b>{say('Rẽ nhánh theo điều kiện', 'One of these ways')}</b>
        <List withPadding spacing="xs">
          {block.cases.map(({ when, route }, i) => (
            <List.Item key={i}>
              <b>{say('Nếu', 'If')}</b> {words.when(when)}
              <RouteOutline route={route} words={words} />
            </List.Item>
          ))}
          <List.Item>
            <b>{say('Các trường hợp khác', 'Otherwise')}</b>
            <RouteOutline route={block.otherwise} words={words} />
          </List.Item>
        </List>
      </>
    );
  }
  return (
    <>
      {say('Quay lại bước', 'Back to')} “{words.stepName(block.goBackTo)}”
    </>
  );
}

function ToldStep({ step, words }: { readonly step: Step; readonly words: RouteWords }) {
  const { of } = useLanguage();
  const limit = words.limit(step);
  return (
    <>
      <b>{of(step.name)}</b> – {words.who(step)}
      {limit === '' ? '' : `, ${limit}`}. {words.details(step).join(' ')}
    </>
  );
}
