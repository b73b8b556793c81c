import { Button, FileInput, Group, Radio, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { DateField } from '../parts/date-field';
import { ProblemAlert } from '../parts/problem';
import { useWaits } from '../parts/waits';
import { AgencyPreview } from './agency-preview';
import { Section } from './section';

type Kind = 'publish' | 'correct';

interface Draft {
  readonly kind: Kind;
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly from: string;
  readonly same: string;
  readonly legalBasis: string;
}

/** Files of agencies: checked, looked at, then published or taken as a correction. */
export function ChangeAgencies() {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>({ kind: 'correct', files: [], from: '', same: '', legalBasis: '' });
  const preview = api.useMutation('post', '/v1/agency-versions/preview');
  const publish = api.useMutation('post', '/v1/agency-versions');
  const waits = useWaits();
  const edit = (changed: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...changed }));
    preview.reset();
    publish.reset();
  };
  const choose = async (chosen: readonly File[]): Promise<void> =>
    edit({ files: await Promise.all(chosen.map(async (file) => ({ file: file.name, text: await file.text() }))) });
  const send = (): void =>
    publish.mutate(
      {
        params: { header: { 'if-match': `"${preview.data!.version}"` } },
        body: { ...givenOf(draft), legalBasis: draft.legalBasis.trim() },
      },
      {
        onSuccess: async (answer) => {
          waits(answer);
          await queries.invalidateQueries({ predicate: ({ queryKey }) => /^\/v1\/agenc/.test(String(queryKey[1])) });
          await queries.invalidateQueries({ queryKey: ['all-agencies'] });
          preview.reset();
        },
      },
    );
  const isCorrection = draft.kind === 'correct';
  const fits = draft.files.length > 0 && (isCorrection || draft.from !== '');
  return (
    <Section title={say('Phiên bản mới', 'A new version')}>
      <Stack maw={900}>
        <Radio.Group
          label={say('Việc cần làm', 'What is to be done')}
          value={draft.kind}
          onChange={(kind) => edit({ kind: kind as Kind })}
        >
          <Stack gap="xs" mt="xs">
            <Radio
              value="correct"
              label={say('Đính chính thông tin sai từ đầu', 'Correct what was wrong all along')}
              description={say(
                'Mã, tên hoặc cấp trên ghi sai; vẫn là cơ quan đó',
                'A wrong code, name or superior; it is the same agency',
              )}
            />
            <Radio
              value="publish"
              label={say('Công bố thay đổi từ một ngày', 'Publish a change from a date on')}
              description={say(
                'Thành lập, sáp nhập, đổi tên; quá khứ giữ nguyên',
                'Set up, merged, renamed; the past stays as it was',
              )}
            />
          </Stack>
        </Radio.Group>
        <FileInput
          label={say('Tệp danh mục cơ quan', 'Files of agencies')}
          description={say('Chọn tất cả các tệp của tỉnh (YAML)', 'Choose all files of the province (YAML)')}
          multiple
          required
          accept=".yaml,.yml"
          onChange={(chosen) => void choose(chosen)}
        />
        {isCorrection ? (
          <Textarea
            label={say('Mã cũ = mã mới', 'Old code = new code')}
            description={say(
              'Mỗi dòng một cặp, chỉ khi tên cũng đổi nên không tự nhận ra được',
              'One pair a line; only where the name changes too, so that it is not plain',
            )}
            autosize
            minRows={2}
            value={draft.same}
            onChange={({ currentTarget }) => edit({ same: currentTarget.value })}
          />
        ) : (
          <DateField
            label={say('Có hiệu lực từ ngày', 'In force from')}
            required
            value={draft.from}
            onChange={(from) => edit({ from })}
          />
        )}
        <TextInput
          label={say('Căn cứ pháp lý', 'Legal basis')}
          description={say('Được ghi trong mọi hồ sơ được chuyển', 'Stands in every dossier that it moves')}
          required
          maxLength={500}
          value={draft.legalBasis}
          onChange={({ currentTarget }) => setDraft((before) => ({ ...before, legalBasis: currentTarget.value }))}
        />
        <Group>
          <Button onClick={() => preview.mutate({ body: givenOf(draft) })} loading={preview.isPending} disabled={!fits}>
            {say('Kiểm tra và xem trước', 'Check and preview')}
          </Button>
        </Group>
        {preview.error && <ProblemAlert error={preview.error} />}
        {preview.data && (
          <AgencyPreview
            preview={preview.data}
            busy={publish.isPending}
            lacksBasis={draft.legalBasis.trim() === ''}
            onPublish={send}
          />
        )}
        {publish.error && <ProblemAlert error={publish.error} />}
        {publish.data && (
          <Text role="status">
            {say(
              'Đã gửi đề nghị; danh mục chỉ thay đổi khi người thứ hai xác nhận, rồi hồ sơ đang mở tự chuyển theo.',
              'Proposed: nothing changes until a second person confirms it; then open dossiers follow by themselves.',
            )}
          </Text>
        )}
      </Stack>
    </Section>
  );
}

const givenOf = ({ kind, files, from, same }: Draft) => ({
  kind,
  files: files.map((file) => ({ ...file })),
  ...(kind === 'publish' ? { from } : {}),
  same: kind === 'publish' ? [] : pairsIn(same),
});

const pairsIn = (text: string): { old: string; new: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [old = '', next = ''] = line.split('=').map((part) => part.trim());
      return { old, new: next };
    });
