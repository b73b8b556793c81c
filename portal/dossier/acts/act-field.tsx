import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useLanguage } from '../../app/language';
import { AgencySelect } from '../../parts/agency-select';
import { DateField } from '../../parts/date-field';
import { outcomeName } from '../../parts/role-names';
import { TimeField } from '../../parts/time-field';
import { isChoice, isStep, routeOf } from '../../procedures/route';
import type { Block, Step } from '../../procedures/route';
import type { Schemas } from '../../app/api';
import { Choice } from './choice';
import { CountedText } from './counted-text';
import type { FieldForm } from './act-forms';
import { AppealField } from './appeal-field';
import { inputsOf, isRefusing } from './act-values';
import type { Dossier, Faults, Task, Values } from './act-values';
import { ExceptionsField } from './exceptions-field';
import { FactsChanged } from './facts-changed';
import { ItemsField } from './items-field';
import { NewDueField } from './new-due-field';
import { PersonField } from './person-field';

interface ActFieldProps {
  readonly field: FieldForm;
  readonly dossier: Dossier;
  readonly task: Task | undefined;
  readonly procedure: Schemas['Procedure'] | undefined;
  readonly outcomes: readonly string[];
  readonly tasks: readonly Task[];
  readonly supplements: readonly number[];
  readonly values: Values;
  readonly onChange: (values: Values) => void;
  readonly fault: Faults[string] | undefined;
}

/** One thing an act asks for, as it is best given. */
export function ActField({ field, dossier, task, procedure, outcomes, tasks, supplements, values, onChange, fault }: ActFieldProps) {
  const { say, of } = useLanguage();
  const name = inputsOf(field);
  const value = values.texts[name] ?? '';
  const set = (text: string, of_: string = name): void => onChange({ ...values, texts: { ...values.texts, [of_]: text } });
  const FAULTS = { missing: say('Hãy điền mục này', 'Fill this in'), long: say('Tối đa 200 ký tự một dòng', 'At most 200 characters a line') };
  const error = fault === 'missing' || fault === 'long' ? FAULTS[fault] : undefined;
  switch (field.kind) {
    case 'line':
      return <TextInput label={of(field.label)} description={of(field.hint)} required={field.required} maxLength={200} value={value} onChange={({ currentTarget }) => set(currentTarget.value)} error={error} />;
    case 'text': {
      const refusing = field.name === 'note' && values.texts['outcome'] === 'refused';
      return <CountedText label={of(field.label)} hint={refusing ? say('Từ chối phải nêu rõ lý do bằng văn bản', 'A refusal needs its reasons in writing') : of(field.hint)} required={field.required || refusing} value={value} onChange={set} error={error} />;
    }
    case 'choice':
      return <Choice label={of(field.label)} choices={field.choices} value={value} onChange={set} error={error} />;
    case 'outcome':
      return outcomes.length > 1 ? <Choice label={say('Kết quả của bước', 'Outcome')} choices={outcomes.map((each) => ({ value: each, label: outcomeName(each) }))} value={value} onChange={set} error={error} /> : null;
    case 'task':
      return tasks.length > 1 ? <Choice label={say('Từ việc nào', 'From which task')} choices={tasks.map((each) => ({ value: each.taskId, label: each.name }))} value={value} onChange={set} error={error} /> : null;
    case 'supplement':
      return supplements.length > 1 ? <Choice label={say('Yêu cầu bổ sung', 'Supplement')} choices={supplements.map((n) => ({ value: String(n), label: { vi: `Lần ${n}`, en: `No. ${n}` } }))} value={value} onChange={set} error={error} /> : null;
    case 'items':
      return <ItemsField dossier={dossier} procedure={procedure} onChange={(items) => onChange({ ...values, items })} error={fault === 'missing' ? say('Chọn giấy tờ ở trên hoặc ghi nội dung cần bổ sung', 'Choose papers above, or write what is wanted') : error} />;
    case 'facts':
      return procedure && procedure.facts.length > 0 ? <FactsChanged facts={procedure.facts} known={dossier.facts} changed={values.facts} onChange={(facts) => onChange({ ...values, facts })} /> : null;
    case 'person':
      return <PersonField agency={task?.agency ?? ''} value={value} onChange={set} error={error} />;
    case 'agency':
      return <AgencySelect label={say('Cơ quan nhận', 'Agency')} required value={value === '' ? null : value} onChange={(code) => set(code ?? '')} error={error ?? null} />;
    case 'step':
      return (
        <NativeSelect
          label={say('Làm lại từ bước', 'From which step')}
          value={value}
          onChange={({ currentTarget }) => set(currentTarget.value)}
          data={[{ value: '', label: say('Bước ngay trước khi trả kết quả', 'The one before the return') }, ...(procedure ? mendable(routeOf(procedure)).map((each) => ({ value: each.step, label: of(each.name) })) : [])]}
        />
      );
    case 'moment':
      return (
        <Stack gap="xs">
          <DateField label={of(field.label)} required value={values.texts[`${name}.date`] ?? ''} onChange={(date) => set(date, `${name}.date`)} error={error ?? null} w={220} />
          <TimeField label={say('Giờ', 'Time')} required value={values.texts[`${name}.time`] ?? ''} onChange={(time) => set(time, `${name}.time`)} w={140} />
        </Stack>
      );
    case 'exceptions':
      return <ExceptionsField wanting={dossier.wanting} texts={values.texts} onChange={(input, text) => set(text, input)} tried={fault !== undefined} />;
    case 'ground':
      return isRefusing(values.texts) ? (
        <TextInput label={say('Căn cứ từ chối', 'Ground')} description={say('Để trống: căn cứ pháp lý của thủ tục', 'Empty: the legal basis of the procedure')} maxLength={200} value={value} onChange={({ currentTarget }) => set(currentTarget.value)} error={error} />
      ) : null;
    case 'appeal':
      return dossier.stage === 'submitted' || isRefusing(values.texts) ? <AppealField texts={values.texts} onChange={(input, text) => set(text, input)} /> : null;
    case 'new-due':
      return <NewDueField dueAt={dossier.dueAt} allowed={dossier.newDate} values={values} onChange={onChange} fault={fault} />;
  }
}

/** What may be opened again to mend an error: no part of a parallel block, and nothing of the window's or the applicant's. */
const mendable = (route: readonly Block[]): Step[] =>
  route
    .flatMap((block): Step[] => (isStep(block) ? [block] : isChoice(block) ? mendable([...block.cases.flatMap((each) => each.route), ...block.otherwise]) : []))
    .filter(({ kind }) => !['receive', 'return', 'financial-obligation'].includes(kind));
