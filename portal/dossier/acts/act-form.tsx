import { Alert, NativeSelect, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useLanguage } from '../../app/language';
import { StillPending } from '../../parts/performed';
import type { ActName } from '../../parts/performed';
import { usePostName } from '../../parts/post-name';
import { ProblemAlert } from '../../parts/problem';
import { usePerform } from '../../parts/use-perform';
import { useItsProcedure } from '../use-dossier';
import { ActField } from './act-field';
import { ActFoot } from './act-foot';
import type { ActForm } from './act-forms';
import { NO_VALUES, bodyOf, faultsOf, inputsOf } from './act-values';
import type { Dossier, Faults, Possible, Values } from './act-values';
import { postOf } from './post-of';
import { taskOfAct, useAsked } from './use-asked';

interface ActFormBodyProps {
  readonly dossier: Dossier;
  readonly possible: Possible;
  readonly form: ActForm;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What an act asks for, checked before it is sent; what cannot be undone is asked once more. */
export function ActFormBody({ dossier, possible, form, onClose, onDone }: ActFormBodyProps) {
  const { say, of } = useLanguage();
  const postName = usePostName();
  const { act: perform, busy, waiting, error } = usePerform();
  const [values, setValues] = useState<Values>(NO_VALUES);
  const [tried, setTried] = useState(false);
  const [sure, setSure] = useState(false);
  const [post, setPost] = useState<string>();
  const body = useRef<HTMLFormElement>(null);
  // A dialog begins at its close button unless something in it is marked; filling in begins at the first field.
  useEffect(() => body.current?.querySelector('[data-field] :is(input, textarea)')?.setAttribute('data-autofocus', 'true'), []);
  const { data: procedure } = useItsProcedure(dossier);
  const { act, taskId, by } = possible;
  const asked = useAsked(dossier, possible, form);
  const faults: Faults = tried ? faultsOf(form.fields, values, asked) : {};
  const task = taskOfAct(dossier, possible, form, asked.tasks, values);
  const final = form.final === true || values.texts['outcome'] === 'refused';
  const posts = by.filter((each) => each.includes('@'));
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const wrong = form.fields.map(inputsOf).find((name) => faultsOf(form.fields, values, asked)[name]);
    if (wrong !== undefined) return body.current?.querySelector<HTMLElement>(`[data-field="${wrong}"] :is(input, textarea, button)`)?.focus();
    // A dialog that asks for nothing asks whether one is sure.
    if (final && !sure && form.fields.length > 0) return setSure(true);
    const onTask = task === undefined ? {} : { taskId: task.taskId, version: task.version };
    const recorded = await perform(dossier.dossierId, act as ActName, { ...bodyOf(form.fields, values), ...onTask, ...postOf(by, task, post) });
    if (recorded) onDone();
    else setSure(false);
  };
  const change = (changed: Values): void => {
    setValues(changed);
    setSure(false);
  };
  return (
    <form ref={body} onSubmit={(event) => void send(event)} noValidate>
      <Stack>
        {taskId !== null && task && (
          <Text>
            {say('Việc', 'Task')}: <b>{of(task.name)}</b>
          </Text>
        )}
        {form.effect && <Text>{of(form.effect)}</Text>}
        {form.fields.map((field) => (
          <div key={inputsOf(field)} data-field={inputsOf(field)}>
            <ActField field={field} dossier={dossier} task={task} procedure={procedure} outcomes={asked.outcomes} tasks={asked.tasks} supplements={asked.supplements} values={values} onChange={change} fault={faults[inputsOf(field)]} />
          </div>
        ))}
        {posts.length > 1 && <NativeSelect label={say('Thực hiện với vị trí', 'Done as')} value={post ?? postOf(by, task).as ?? ''} onChange={({ currentTarget }) => setPost(currentTarget.value)} data={posts.map((each) => ({ value: each, label: postName(each) }))} />}
        {error instanceof StillPending ? (
          <Alert color="gray" role="alert">
            {say('Máy chủ đã nhận và sẽ ghi khi có thể; không cần nhập lại. Có thể đóng cửa sổ này.', 'The server has received it and will record it when it can; nothing has to be typed again. You may close this window.')}
          </Alert>
        ) : (
          error !== null && <ProblemAlert error={error} />
        )}
        <ActFoot name={of(form.name)} final={final} asks={form.fields.length > 0} sure={sure} busy={busy} waiting={waiting} onBack={() => setSure(false)} onClose={onClose} />
      </Stack>
    </form>
  );
}
