import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLanguage } from '../app/language';
import { date } from './dates';

interface DateFieldProps {
  readonly label: string;
  readonly description?: string;
  /** `2026-02-13`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly error?: string | null;
  readonly w?: number | string;
}

/** A date as it is written here, dd/MM/yyyy; taken when the field is left or Enter is pressed. */
export function DateField({ label, description, value, onChange, required = false, error, w }: DateFieldProps) {
  const { say } = useLanguage();
  const [typed, setTyped] = useState(value === '' ? '' : date(value));
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setTyped(value === '' ? '' : date(value));
    setWrong(false);
  }, [value]);
  const take = (): void => {
    if (typed.trim() === '') {
      setWrong(false);
      return value === '' ? undefined : onChange('');
    }
    const read = readDate(typed);
    setWrong(read === null);
    if (read !== null && read !== value) onChange(read);
    else if (read !== null) setTyped(date(read));
    return undefined;
  };
  return (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      placeholder="dd/MM/yyyy"
      inputMode="numeric"
      autoComplete="off"
      required={required}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={take}
      onKeyDown={({ key }) => (key === 'Enter' ? take() : undefined)}
      error={wrong ? say('Hãy nhập ngày có thật, ví dụ 13/02/2026', 'Type a date that exists, such as 13/02/2026') : error}
      {...(w === undefined ? {} : { w })}
    />
  );
}

/** `13/2/2026`, `13.02.2026`, `13022026` → `2026-02-13`; null for what is no date. */
export function readDate(typed: string): string | null {
  const match = /^(\d{1,2})[/. -]?(\d{1,2})[/. -]?(\d{4})$/.exec(typed.trim());
  if (!match) return null;
  const [, day = '', month = '', year = ''] = match;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const read = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== iso || !/^(19|20|21)/.test(year) ? null : iso;
}
