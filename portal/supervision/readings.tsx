import { Accordion, List, Text } from '@mantine/core';
import { useLanguage } from '../app/language';

/** Why there are two rates, and what each counts. */
export function Readings() {
  const { say } = useLanguage();
  return (
    <Accordion variant="contained" order={3}>
      <Accordion.Item value="readings">
        <Accordion.Control>{say('Hai cách tính tỷ lệ đúng hạn khác nhau thế nào?', 'How do the two ways of counting differ?')}</Accordion.Control>
        <Accordion.Panel>
          <List spacing="xs">
            <List.Item>
              <Text span fw={600}>
                {say('Theo pháp luật: ', 'By law: ')}
              </Text>
              {say(
                'trong số hồ sơ đã giải quyết, bao nhiêu có kết quả trước hoặc đúng ngày hẹn có hiệu lực sau cùng (kể cả hẹn lại đúng quy định). Hồ sơ rút, dừng không tính. Công thức: (trước hạn + đúng hạn) ÷ đã giải quyết.',
                'of what was solved, how much had its result by the last valid appointment (one that was put off by the rules counts). Withdrawn and stopped dossiers are left out. (early + on time) ÷ solved.',
              )}
            </List.Item>
            <List.Item>
              <Text span fw={600}>
                {say('Theo Cổng Dịch vụ công quốc gia: ', 'As the national portal counts: ')}
              </Text>
              {say(
                'trong tất cả hồ sơ đã tiếp nhận, bao nhiêu không trễ và không đang quá hạn; chỉ so theo ngày, hồ sơ đang tạm dừng coi là trong hạn, hồ sơ rút coi là đúng hạn. Công thức: (tiếp nhận − quá hạn − đang quá hạn) ÷ tiếp nhận.',
                'of everything received, how much is neither late nor overdue; by date alone, what is paused counts as in time, what was withdrawn as on time. (received − late − overdue) ÷ received.',
              )}
            </List.Item>
            <List.Item>{say('Mục tiêu 99,87 % là tỷ lệ trước và đúng hạn của tỉnh Lai Châu trong quý I năm 2022.', 'The goal of 99.87 % is what Lai Châu province reached in the first quarter of 2022.')}</List.Item>
          </List>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
