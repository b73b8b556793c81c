import { Group } from '@mantine/core';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { AgencySelect } from '../parts/agency-select';
import { DateField } from '../parts/date-field';
import { useToday } from '../parts/today';

/** The days that are looked at: those of the address, this year until today where it names none. */
export function usePeriod(): { readonly from: string; readonly to: string } {
  const [{ from, to }] = useAddress();
  const today = useToday();
  const last = to ?? today;
  return { from: from ?? (last === '' ? '' : `${last.slice(0, 4)}-01-01`), to: last };
}

/** What of the period goes into a request: nothing where the server's own is meant. */
export function useAskedPeriod(): { readonly from?: string; readonly to?: string } {
  const [{ from, to }] = useAddress();
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** From and to, and the agency: the receiving unit, or the one whose tasks are looked at. */
export function PeriodFields({ agency = 'unit' }: { readonly agency?: 'unit' | 'agency' }) {
  const { say } = useLanguage();
  const [address, go] = useAddress();
  const { from, to } = usePeriod();
  return (
    <Group align="flex-end" gap="sm" className="no-print">
      <DateField label={say('Từ ngày', 'From')} value={from} onChange={(value) => go({ from: value })} w={150} />
      <DateField label={say('Đến ngày', 'To')} value={to} onChange={(value) => go({ to: value })} w={150} />
      {agency === 'unit' ? (
        <AgencySelect label={say('Nơi tiếp nhận', 'Receiving unit')} value={address['unit'] ?? null} onChange={(unit) => go({ unit: unit ?? undefined })} plays="one-stop-unit" w={340} />
      ) : (
        <AgencySelect label={say('Cơ quan thực hiện', 'Agency')} value={address['agency'] ?? null} onChange={(code) => go({ agency: code ?? undefined })} w={340} />
      )}
    </Group>
  );
}
