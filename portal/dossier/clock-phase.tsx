import { Alert, Stack, Text, Title } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';
import { IntervalTable } from './interval-table';

interface ClockPhaseProps {
  readonly phase: Schemas['DossierClock']['phases'][number];
  /** The only one; procedures with a payment in between have two. */
  readonly alone: boolean;
}

/** One appointment: its limit, the date it leads to, and the stretches in between. */
export function ClockPhase({ phase: { phase, limit, originalDueAt, dueAt, movedTo, stopped, intervals }, alone }: ClockPhaseProps) {
  const { say, of } = useLanguage();
  const from = intervals[0]?.from;
  return (
    <Stack gap="xs">
      {!alone && (
        <Title order={3} size="h4">
          {say(`Lịch hẹn lần ${phase}`, `Appointment ${phase}`)}
        </Title>
      )}
      <Text maw="90ch">
        {say(`Thời hạn ${of(limit.label)}${from === undefined ? '' : `, tính từ ${dateTime(from)}`}, hẹn trả ${dateTime(dueAt)}.`, `Time limit: ${of(limit.label)}${from === undefined ? '' : `, counted from ${dateTime(from)}`}; due ${dateTime(dueAt)}.`)}
        {originalDueAt !== dueAt && ` ${say(`Ban đầu hẹn ${dateTime(originalDueAt)}.`, `The first promise was ${dateTime(originalDueAt)}.`)}`}
        {movedTo !== null && ` ${say('Ngày hẹn hiện nay được đặt theo văn bản xin lỗi và hẹn lại.', 'The present date was set by the apology and re-appointment.')}`}
      </Text>
      {stopped && (
        <Alert color="gray" icon={<IconClockPause aria-hidden />}>
          {say(`${of(stopped.text)}, từ ${dateTime(stopped.since)}.`, `Since ${dateTime(stopped.since)}: ${of(stopped.text)}.`)}{' '}
          {stopped.rule === 'supplement' ? say('Bổ sung xong, thời hạn tính lại từ đầu.', 'Once it is there, the time starts again from zero.') : say('Ngày hẹn sẽ lùi theo thời gian tạm dừng.', 'The date will move by what it takes.')}
        </Alert>
      )}
      {intervals.length > 0 && <IntervalTable intervals={intervals} caption={alone ? say('Các khoảng thời gian và quy định áp dụng', 'Stretches of time, and the rule of each') : say(`Các khoảng thời gian của lịch hẹn lần ${phase}`, `Stretches of appointment ${phase}`)} />}
    </Stack>
  );
}
