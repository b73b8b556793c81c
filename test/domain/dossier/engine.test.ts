import { handle, passUntil } from '../../../domain/dossier/engine';
import { actor, at, given, shown } from './given';
import { consulting, threeLevels } from './procedures';

describe('a command', () => {
  it('given twice gets the same answer, and happens once', () => {
    const dossier = given(threeLevels).at('2026-03-02T08:00').does('submit', { id: 'S1' });
    const { answer, state } = dossier;
    dossier.at('2026-03-05T08:00').does('submit', { id: 'S1' });
    expect(dossier).toMatchObject({ last: [], answer });
    expect(dossier.state).toBe(state);
  });

  it('is answered alike whether a timer or the act itself found the deadlines passed', () => {
    const asked = () => given(threeLevels).accepted('2026-03-02T08:30');
    const byAct = asked().at('2026-03-11T08:00').does('complete', { task: 'examine' });
    const byTimer = asked().passes('2026-03-10T08:00').at('2026-03-11T08:00').does('complete', { task: 'examine' });
    expect(byAct.answer).toEqual(byTimer.answer);
    expect(byAct.answer!.events).not.toContain('DeadlineMissed');
    expect(byAct.logged).toEqual(byTimer.logged);
    expect(byTimer.replayed()).toEqual(byTimer.state);
    expect(byAct.replayed()).toEqual(byAct.state);
  });

  it('whose id served another act is refused', () => {
    const dossier = given(threeLevels).does('submit', { id: 'S1' });
    expect(dossier.refused('accept', { id: 'S1' })).toBe('COMMAND_ID_REUSED');
  });

  it('on a task that changed since it was read is refused', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    const { version } = dossier.task('examine');
    dossier.does('take-up', { task: 'examine' });
    expect(dossier.refused('complete', { task: 'examine', version })).toBe('TASK_VERSION_STALE');
    expect(dossier.refused('complete', { task: 'examine', version: dossier.task('examine').version })).toBeNull();
  });

  it('on a task that is closed, unknown or taken by another is refused', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').does('take-up', { task: 'examine' });
    expect(dossier.refused('complete', { task: 'receive' })).toBe('TASK_NOT_OPEN');
    expect(dossier.refused('complete', { taskId: 'nowhere#1' })).toBe('TASK_UNKNOWN');
    const other = { ...actor('specialist@commune-committee'), person: 'somebody else' };
    expect(dossier.by(other).refused('take-up', { task: 'examine' })).toBe('TASK_TAKEN');
  });

  it('that is refused leaves nothing behind', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-04-01T08:00');
    const before = JSON.stringify(dossier.state);
    expect(dossier.tries('accept').ok).toBe(false);
    expect(JSON.stringify(dossier.state)).toBe(before);
  });

  it('never makes official time run backwards', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-02T08:00').does('take-up', { task: 'examine' });
    expect(dossier.last.map((e) => shown(e.at))).toEqual(['2026-03-02T08:30', '2026-03-02T08:30']);
    expect(dossier.last[0]!.command).toMatchObject({ stampedAt: at('2026-03-02T08:00') });
  });
});

describe('law 2: deadlines come before the act that is later than they are', () => {
  const asked = () => given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-02T09:00').by('specialist@commune-committee').does('request-supplement');

  it('also where no timer has rung', () => {
    const dossier = asked();
    expect(shown(dossier.state.supplements[0]!.respondBy)).toBe('2026-03-23T17:00');
    expect(dossier.at('2026-03-23T17:00').refused('provide-supplement')).toBe('ACT_NOT_IN_STAGE');
    expect(dossier.at('2026-03-23T16:59').refused('provide-supplement')).toBeNull();
  });

  it('each at its own legal instant, in order', () => {
    const dossier = given(consulting({ countsFrom: 'sent' })).accepted('2026-03-02T08:30').passes('2026-04-01T08:00');
    expect([...new Set(dossier.last.map((e) => shown(e.at)))]).toEqual(['2026-03-02T10:22:30', '2026-03-04T17:00', '2026-03-16T17:00']);
    expect(dossier.last.every((e) => e.actor.kind === 'engine')).toBe(true);
  });

  it('but an act stamped before and arriving after is decided on what there is, its stamp kept', () => {
    const dossier = asked().passes('2026-03-24T08:00');
    expect(dossier.at('2026-03-23T16:59').refused('provide-supplement')).toBe('ACT_NOT_IN_STAGE');
    dossier.at('2026-03-24T09:00').does('undo-lapse', { providedAt: at('2026-03-23T16:59') });
    expect(dossier.state).toMatchObject({ stage: 'processing', stopped: { rule: 'supplement' } });
  });

  it('and the engine\'s own tick passes nothing that lies ahead', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    const ahead = { commandId: 'T', actor: actor('engine'), stampedAt: at('2026-03-02T09:00'), command: { act: 'tick', deadline: at('2026-06-01T08:00') } } as const;
    const handled = handle(dossier.state, ahead);
    expect(handled).toMatchObject({ ok: true, value: { logged: [] } });
    expect(handled.ok && handled.value.state).toEqual(dossier.state);
  });

  it('and passing them again changes nothing', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').passes('2026-04-01T08:00');
    expect(passUntil(dossier.state, at('2026-04-01T08:00'))).toEqual({ state: dossier.state, logged: [] });
  });
});
