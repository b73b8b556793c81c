import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconInfoCircle, IconPrinter } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { holdsRole, useSession } from '../app/session';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { Page } from '../parts/page';
import { ReceiptSheet } from './receipt-sheet';
import { usePrinting } from './use-printing';

/** The paper the applicant takes home: Mẫu số 01, printed on A5 or A4. */
export function ReceiptPage() {
  const { say } = useLanguage();
  const session = useSession();
  const { reference } = useParams({ strict: false }) as { reference: string };
  const path = { params: { path: { reference } } };
  const receipt = api.useQuery('get', '/v1/dossiers/{reference}/receipt', path);
  const dossier = api.useQuery('get', '/v1/dossiers/{reference}', path);
  const procedure = api.useQuery(
    'get',
    '/v1/procedures/{code}',
    { params: { path: { code: dossier.data?.procedureCode ?? '' }, query: { version: dossier.data?.procedureVersion ?? 1 } } },
    { enabled: dossier.data !== undefined, staleTime: Infinity },
  );
  const printing = usePrinting(reference, receipt.data);
  const error = receipt.error ?? dossier.error ?? procedure.error ?? printing.error;
  const accepted = receipt.data?.acceptedAt != null;
  const ready = receipt.data && dossier.data && procedure.data && !printing.busy;
  return (
    <Page
      title={`${say('Giấy tiếp nhận', 'Receipt')} ${receipt.data?.code ?? ''}`}
      actions={
        <Group className="no-print">
          <Button leftSection={<IconPrinter size={20} aria-hidden />} disabled={!ready || !accepted} onClick={() => window.print()} autoFocus>
            {say('In', 'Print')}
          </Button>
          {printing.again !== null && (
            <Button variant="default" onClick={printing.again}>
              {say('In lại với mã mới', 'Print again with a new code')}
            </Button>
          )}
          {holdsRole(session, 'receptionist') && (
            <Button component={Link} to="/reception" variant="default">
              {say('Hồ sơ tiếp theo', 'Next dossier')}
            </Button>
          )}
        </Group>
      }
    >
      {error ? (
        <ProblemAlert error={error} onRetry={() => void Promise.all([receipt.refetch(), dossier.refetch()])} />
      ) : !ready ? (
        <Loading />
      ) : !accepted ? (
        <Empty title={say('Hồ sơ chưa được tiếp nhận', 'The dossier is not accepted yet')}>{say('Giấy tiếp nhận có mã hồ sơ và ngày hẹn được in sau khi tiếp nhận.', 'The receipt with its code and appointment is printed once it is accepted.')}</Empty>
      ) : (
        <>
          <Alert className="no-print" variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
            <Text>
              {printing.again === null
                ? say(
                    'Mã tra cứu cho phép người giữ giấy này xem và bổ sung hồ sơ thay chủ hồ sơ, và chỉ hiện một lần này: chỉ giao cho người nộp.',
                    'Whoever has the tracking code sees the dossier and acts for the applicant. It is shown this once: give the paper to nobody else.',
                  )
                : say(
                    'Giấy này đã được in. Mã tra cứu chỉ hiện khi in; in lại sẽ tạo mã mới và mã cũ hết giá trị.',
                    'This paper was printed before. Its tracking code is shown as it is printed; printed again it is a new one, and the old one opens nothing any more.',
                  )}
            </Text>
            {say('', 'The receipt is an official paper and stays in Vietnamese.')}
          </Alert>
          <ReceiptSheet receipt={printing.printed ?? receipt.data!} dossier={dossier.data!} procedure={procedure.data!} />
          <Anchor className="no-print" component={Link} to={`/dossiers/${reference}` as never}>
            {say('Mở hồ sơ', 'Open the dossier')}
          </Anchor>
        </>
      )}
    </Page>
  );
}
