import { Code, List, Paper, Stack, Text, Title } from '@mantine/core';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';

const REFRESH_MS = 5_000;

/** How time goes in a demonstration. */
export function ClockExplained() {
  const { say } = useLanguage();
  const { data } = api.useQuery('get', '/v1/identity', {}, { refetchInterval: REFRESH_MS });
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="xs">
        <Title order={2} size="h4">
          {say('Đồng hồ chính thức chạy nhanh hơn', 'The official clock goes faster')}
        </Title>
        {data && (
          <Text>
            {say('Bây giờ theo giờ chính thức', 'Official time now')}: <b className="number">{dateTime(data.officialTime)}</b>
          </Text>
        )}
        <List spacing="xs">
          <List.Item>{say('Trong tuần diễn tập, một giây thật là 30 phút chính thức: một tuần làm việc qua trong khoảng bốn phút, và các cán bộ mẫu tự làm phần việc của mình.', 'During the week that is played, a real second is 30 official minutes: a working week passes in about four minutes, and the sample people do their part by themselves.')}</List.Item>
          <List.Item>{say('Hết chiều thứ Sáu, đồng hồ chạy đúng tốc độ thật: từ đó là lúc thong thả làm bài tập.', 'After Friday afternoon the clock goes at its real speed: from then on there is time for the exercises.')}</List.Item>
          <List.Item>{say('Mọi thời hạn, cảnh báo và báo cáo vượt cấp tính theo giờ chính thức, đúng như khi làm thật.', 'Every limit, warning and escalation counts official time, exactly as in earnest.')}</List.Item>
          <List.Item>
            {say('Muốn chậm hơn để tập khi đồng hồ đang chạy: khởi động với', 'To practise while it runs, start it slower:')} <Code>npm start -- --demo --speed 60</Code> {say('(một giây là một phút).', '(a second is a minute).')}
          </List.Item>
        </List>
      </Stack>
    </Paper>
  );
}
