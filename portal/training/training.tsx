import { Alert, Button, Code, Group, Progress, Stack, Tabs, Text } from '@mantine/core';
import { IconCheck, IconFlask, IconInfoCircle } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { holdsRole, isKind, useSession } from '../app/session';
import type { Session } from '../app/session';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { ClockExplained } from './clock-explained';
import { ExerciseCard } from './exercise-card';
import { COURSES, ROLES } from './exercises';
import type { TrainedRole } from './exercises';
import classes from './training.module.css';
import { useProgress } from './use-progress';

/** Guided exercises for each role, in a demonstration where nothing is real. */
export function TrainingPage() {
  const { say } = useLanguage();
  const session = useSession();
  if (!session) return <Page title={say('Thực hành', 'Training')}>{say('Hãy đăng nhập để xem bài tập.', 'Sign in to see the exercises.')}</Page>;
  return (
    <Page title={say('Thực hành', 'Training')}>
      {session.training ? <NotReal /> : <HowToStart />}
      {session.training && <ClockExplained />}
      <Courses session={session} />
    </Page>
  );
}

function NotReal() {
  const { say } = useLanguage();
  return (
    <Alert color="gray" variant="light" className={classes['unreal'] ?? ''} icon={<IconFlask aria-hidden />} title={say('Không có gì ở đây là thật', 'Nothing here is real')}>
      {say('Hồ sơ, người nộp và cán bộ đều là mẫu; cứ thử, kể cả làm sai. Không nhập dữ liệu của người thật. Mật khẩu chung của các cán bộ mẫu:', 'Dossiers, applicants and officers are samples; try anything, mistakes included. Type no data of real people. All sample people share one password:')} <Code style={{ whiteSpace: 'nowrap' }}>mot-cua-lai-chau</Code>
    </Alert>
  );
}

function HowToStart() {
  const { say } = useLanguage();
  return (
    <Alert color="gray" variant="light" icon={<IconInfoCircle aria-hidden />} title={say('Đây là hệ thống thật', 'This is the real system')}>
      <Stack gap="xs">
        <Text>{say('Đừng làm bài tập với hồ sơ thật. Bản thực hành chạy riêng, có dữ liệu và đồng hồ riêng; người quản trị khởi động trên một máy khác hoặc thư mục khác bằng:', 'Do not practise on real dossiers. A demonstration runs by itself, with data and a clock of its own; an administrator starts it on another machine or in another directory:')}</Text>
        <div>
          <Code>npm start -- --demo</Code> {say('mô hình ba cấp, năm 2022;', 'three tiers, 2022;')} <Code>npm start -- --demo 2026</Code> {say('mô hình hai cấp.', 'two tiers.')}
        </div>
        <Text>{say('Bài tập bên dưới để đọc trước.', 'The exercises below are here to be read.')}</Text>
      </Stack>
    </Alert>
  );
}

function Courses({ session }: { readonly session: Session }) {
  const { say, of } = useLanguage();
  const [address, setAddress] = useAddress();
  const [done, mark, reset] = useProgress(session.person);
  const role = ROLES.find((each) => each === address['role']) ?? ownRole(session);
  return (
    <Tabs value={role} onChange={(chosen) => setAddress({ role: chosen ?? undefined })} keepMounted={false}>
      <Tabs.List mb="md" aria-label={say('Vai trò', 'Roles')}>
        {ROLES.map((each) => (
          <Tabs.Tab key={each} value={each} leftSection={COURSES[each].exercises.every(({ id }) => done.has(id)) ? <IconCheck size={18} aria-label={say('đã xong', 'done')} /> : undefined}>
            {of(COURSES[each].name)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={role}>
        <Course role={role} done={done} mark={mark} reset={reset} linked={session.training} />
      </Tabs.Panel>
    </Tabs>
  );
}

interface CourseProps {
  readonly role: TrainedRole;
  readonly done: ReadonlySet<string>;
  readonly mark: (id: string, done: boolean) => void;
  readonly reset: () => void;
  readonly linked: boolean;
}

function Course({ role, done, mark, reset, linked }: CourseProps) {
  const { say, of } = useLanguage();
  const { who, people, exercises } = COURSES[role];
  const finished = exercises.filter(({ id }) => done.has(id)).length;
  const progress = say(`${finished} trên ${exercises.length} bài đã xong`, `${finished} of ${exercises.length} done`);
  return (
    <Stack>
      <Text>
        {of(who)}.{linked && ` ${say('Đăng nhập bằng', 'Sign in as')} ${people.join(say(' hoặc ', ' or '))}.`}
      </Text>
      <div>
        <Text role="status" mb={4}>
          {progress}
        </Text>
        <Progress value={(100 * finished) / exercises.length} size="lg" aria-label={progress} maw={480} />
      </div>
      <ol className={classes['exercises']}>
        {exercises.map((exercise) => (
          <ExerciseCard key={exercise.id} exercise={exercise} done={done.has(exercise.id)} onMark={(isDone) => mark(exercise.id, isDone)} linked={linked} />
        ))}
      </ol>
      <Group>
        <Button variant="default" onClick={reset} disabled={done.size === 0}>
          {say('Làm lại từ đầu mọi bài', 'Begin all of them anew')}
        </Button>
      </Group>
    </Stack>
  );
}

function ownRole(session: Session): TrainedRole {
  if (holdsRole(session, 'receptionist')) return 'reception';
  if (isKind(session, 'control')) return 'control';
  if (isKind(session, 'supervisor')) return 'leader';
  if (isKind(session, 'officer')) return 'specialist';
  return isKind(session, 'auditor') ? 'auditor' : 'administrator';
}
