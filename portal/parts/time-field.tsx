import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLanguage } from '../app/language';

interface TimeFieldProps {
  readonly label: string;
  /** `14:59`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly w?: number | string;
}

/** A time of day as it is written here, in 24 hours whatever the browser's language; taken when the field is left or Enter is pressed. */
export function TimeField({ label, value, onChange, required = false, w }: TimeFieldProps) {
  const { say } = useLanguage();
  const [typed, setTyped] = useState(value);
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setTyped(value);
    setWrong(false);
  }, [value]);
  const take = (): void => {
    const read = readTime(typed);
    setWrong(read === null);
    if (read === null) return;
    setTyped(read);
    if (read !== value) onChange(read);
  };
  return (
    <TextInput
      label={label}
      placeholder="08:00"
      inputMode="numeric"
      autoComplete="off"
      required={required}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={take}
      onKeyDown={({ key }) => (key === 'Enter' ? take() : undefined)}
      error={wrong ? say('Hãy nhập giờ, ví dụ 14:30', 'Type a time, such as 14:30') : null}
      {...(w === undefined ? {} : { w })}
    />
  );
}

/** `8`, `8:30`, `14h30`, `1430` → `14:30`; null for what is no time. */
export function readTime(typed: string): string | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/i.exec(typed.trim());
  const [hour, minute] = [Number(match?.[1]), Number(match?.[2] ?? 0)];
  return !match || hour > 23 || minute > 59 ? null : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
