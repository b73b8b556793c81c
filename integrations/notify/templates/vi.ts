import { showDate, showInstant, type About, type AccountChange, type Templates, type Text } from './template';

/** A letter to an applicant, as a one-stop unit writes it. */
const toApplicant = (about: About, { subject, body, short }: Text): Text => ({
  subject,
  body: [
    `Kính gửi Ông/Bà${about.name === null ? '' : ` ${about.name}`},`,
    ...body,
    ...(about.tracking === null ? [] : [`Ông/Bà có thể theo dõi hồ sơ tại: ${about.tracking.address}\nMã tra cứu: ${about.tracking.secret}`]),
    `Trân trọng,\n${about.unit}`,
    'Thư này được gửi tự động, xin Ông/Bà không trả lời vào địa chỉ này.',
  ],
  short,
});

const toOfficer = (about: About, { subject, body, short }: Text): Text => ({
  subject,
  body: [
    `Kính gửi ${about.name ?? about.unit},`,
    ...body,
    'Thư này được hệ thống một cửa liên thông gửi tự động, xin không trả lời vào địa chỉ này.',
  ],
  short,
});

const ACCOUNT: Readonly<Record<AccountChange['what'], string>> = {
  'password-reset': 'Mật khẩu được đặt lại',
  'second-factor-reset': 'Xác thực hai lớp bị gỡ toàn bộ',
  'second-factor-added': 'Thêm một lớp xác thực thứ hai',
  'second-factor-removed': 'Gỡ một lớp xác thực thứ hai',
  'recovery-code-used': 'Đăng nhập bằng mã khôi phục',
  'recovery-codes-renewed': 'Tạo mã khôi phục mới',
  'password-changed': 'Đổi mật khẩu',
  proposed: 'Có đề nghị liên quan đến quyền của bạn, chờ người thứ hai xác nhận',
  'proposal-confirmed': 'Đề nghị của bạn đã được xác nhận',
  'proposal-refused': 'Đề nghị đã bị từ chối',
  'post-given': 'Bạn được giao vị trí',
  'post-moved': 'Thời hạn vị trí của bạn thay đổi',
  'post-ended': 'Vị trí của bạn kết thúc',
  'stand-in-given': 'Có người được cử làm thay bạn',
  'stand-in-moved': 'Thời hạn làm thay bạn thay đổi',
  'stand-in-ended': 'Việc làm thay bạn kết thúc',
  'grants-changed': 'Quyền của bạn thay đổi',
  'sign-in-changed': 'Cách đăng nhập của bạn bị thay đổi',
  'operator-confirmed': 'Người vận hành tự xác nhận một đề nghị',
};

const procedure = (about: About): string => `Thủ tục: ${about.procedure}`;
const code = (about: About): string => `Mã hồ sơ: ${about.dossier}`;
const secret = (about: About): string[] => (about.tracking === null ? [] : [`Mã tra cứu: ${about.tracking.secret}.`]);
const follow = (about: About): string[] => (about.tracking === null ? [] : [`Theo dõi: ${about.tracking.address}`]);

const level = (name: string): string =>
  name === 'warning' ? 'sắp đến hạn'
  : name === 'overdue' ? 'quá hạn'
  : name === 'apology-wanted' ? 'cần văn bản xin lỗi và hẹn lại ngày trả'
  : `quá hạn, báo cáo cấp ${name.replace(/^escalation-/, '')}`;

const SUBJECTS = { task: 'công việc', appointment: 'hẹn trả kết quả', supplement: 'xác nhận hồ sơ bổ sung' } as const;
const more = (count: number): string[] => (count > 0 ? [`… và ${count} việc khác trong danh sách công việc.`] : []);

export const VIETNAMESE: Templates = {
  'received': ({ at }, about) =>
    toApplicant(about, {
      subject: `Đã nhận hồ sơ trực tuyến, đang chờ tiếp nhận`,
      body: [
        `${about.unit} đã nhận hồ sơ của Ông/Bà gửi lúc ${showInstant(at)} và đang kiểm tra để tiếp nhận.`,
        procedure(about),
        'Khi hồ sơ được tiếp nhận, Ông/Bà sẽ nhận được mã hồ sơ và ngày hẹn trả kết quả.',
      ],
      short: [`Hồ sơ của Ông/Bà gửi lúc ${showInstant(at)} đã được nhận, đang chờ tiếp nhận.`, `${about.unit}.`],
    }),
  'accepted': ({ due }, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: giấy tiếp nhận và hẹn trả kết quả`,
      body: [
        `${about.unit} đã tiếp nhận hồ sơ của Ông/Bà.`,
        `${code(about)}\n${procedure(about)}\nNgày hẹn trả kết quả: ${showInstant(due)}`,
      ],
      short: [`Hồ sơ ${about.dossier} đã được tiếp nhận, hẹn trả kết quả ${showInstant(due)}.`, ...secret(about), ...follow(about), `${about.unit}.`],
    }),
  'supplement-wanted': ({ items, until }, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đề nghị bổ sung, hoàn thiện trước ${showInstant(until)}`,
      body: [
        'Qua kiểm tra, hồ sơ của Ông/Bà cần được bổ sung, hoàn thiện.',
        `${code(about)}\n${procedure(about)}`,
        `Thành phần cần bổ sung:\n${items.map((item) => `- ${item}`).join('\n')}`,
        `Đề nghị Ông/Bà bổ sung đầy đủ trước ${showInstant(until)}. Quá thời hạn này, hồ sơ sẽ được đóng.`,
      ],
      short: [`Hồ sơ ${about.dossier} cần bổ sung giấy tờ trước ${showInstant(until)}.`, 'Chi tiết tại bộ phận một cửa hoặc trang tra cứu.', ...follow(about)],
    }),
  'supplement-confirmed': ({ due }, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: hồ sơ bổ sung đã đầy đủ`,
      body: [
        'Hồ sơ bổ sung của Ông/Bà đã đầy đủ và tiếp tục được giải quyết.',
        `${code(about)}\n${procedure(about)}${due === null ? '' : `\nNgày hẹn trả kết quả: ${showInstant(due)}`}`,
      ],
      short: [`Hồ sơ ${about.dossier} đã bổ sung đầy đủ${due === null ? '' : `, hẹn trả kết quả ${showInstant(due)}`}.`, ...follow(about)],
    }),
  'appointment-moved': ({ due }, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: ngày hẹn trả kết quả thay đổi`,
      body: [
        'Do lịch làm việc của cơ quan nhà nước thay đổi, ngày hẹn trả kết quả hồ sơ của Ông/Bà được tính lại.',
        `${code(about)}\n${procedure(about)}\nNgày hẹn trả kết quả: ${showInstant(due)}`,
      ],
      short: [`Hồ sơ ${about.dossier}: do lịch làm việc thay đổi, hẹn trả kết quả ${showInstant(due)}.`, ...follow(about)],
    }),
  'apology': ({ newDue }, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: xin lỗi${newDue === null ? ' vì chậm trả kết quả' : ' và hẹn lại ngày trả kết quả'}`,
      body: [
        `${about.unit} thành thật xin lỗi Ông/Bà vì hồ sơ chưa được giải quyết đúng hẹn.`,
        `${code(about)}\n${procedure(about)}${newDue === null ? '' : `\nNgày hẹn trả kết quả mới: ${showInstant(newDue)}`}`,
        'Lý do được nêu trong văn bản xin lỗi tại bộ phận một cửa và trên trang tra cứu.',
      ],
      short: [
        newDue === null
          ? `Hồ sơ ${about.dossier} chưa được giải quyết đúng hẹn. Chúng tôi thành thật xin lỗi Ông/Bà.`
          : `Hồ sơ ${about.dossier} chưa được giải quyết đúng hẹn, xin hẹn lại ${showInstant(newDue)}. Thành thật xin lỗi Ông/Bà.`,
        ...follow(about),
      ],
    }),
  'obligation-noticed': ({ reference }, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: thông báo thực hiện nghĩa vụ tài chính`,
      body: [
        'Đã có thông báo nghĩa vụ tài chính đối với hồ sơ của Ông/Bà.',
        `${code(about)}\n${procedure(about)}\nSố thông báo: ${reference}`,
        'Đề nghị Ông/Bà nộp tiền theo thông báo. Thời hạn giải quyết được tính tiếp khi có chứng từ nộp tiền.',
      ],
      short: [`Hồ sơ ${about.dossier}: đã có thông báo nộp tiền, đề nghị Ông/Bà thực hiện nghĩa vụ tài chính.`, `Số thông báo: ${reference}.`, ...follow(about)],
    }),
  'obligation-settled': ({ due }, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đã hoàn thành nghĩa vụ tài chính`,
      body: [
        'Nghĩa vụ tài chính đối với hồ sơ của Ông/Bà đã được ghi nhận, hồ sơ tiếp tục được giải quyết.',
        `${code(about)}\n${procedure(about)}\nNgày hẹn trả kết quả: ${showInstant(due)}`,
      ],
      short: [`Hồ sơ ${about.dossier} đã hoàn thành nghĩa vụ tài chính, hẹn trả kết quả ${showInstant(due)}.`, ...follow(about)],
    }),
  'result-ready': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đã có kết quả`,
      body: [
        'Hồ sơ của Ông/Bà đã có kết quả.',
        `${code(about)}\n${procedure(about)}\nNơi trả kết quả: ${about.unit}`,
        'Khi đến nhận, xin Ông/Bà mang theo giấy tiếp nhận hồ sơ và giấy tờ tùy thân. Nếu đã đăng ký nhận qua bưu chính hoặc trực tuyến, Ông/Bà không cần đến.',
      ],
      short: [`Hồ sơ ${about.dossier} đã có kết quả, mời Ông/Bà đến nhận.`, `Nơi trả: ${about.unit}.`, ...follow(about)],
    }),
  'refused': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: kết quả giải quyết không được chấp thuận`,
      body: [
        'Cơ quan có thẩm quyền đã giải quyết hồ sơ và rất tiếc không thể chấp thuận đề nghị của Ông/Bà.',
        `${code(about)}\n${procedure(about)}\nNơi nhận văn bản trả lời: ${about.unit}`,
        'Lý do được nêu trong văn bản trả lời tại bộ phận một cửa và trên trang tra cứu.',
      ],
      short: [`Hồ sơ ${about.dossier} không được chấp thuận. Lý do xem tại bộ phận một cửa hoặc trang tra cứu.`, ...follow(about)],
    }),
  'intake-refused': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ của Ông/Bà không được tiếp nhận`,
      body: [
        `${about.unit} rất tiếc không thể tiếp nhận hồ sơ của Ông/Bà.`,
        procedure(about),
        'Lý do được nêu trong phiếu từ chối tiếp nhận tại bộ phận một cửa và trên trang tra cứu.',
      ],
      short: ['Hồ sơ của Ông/Bà không được tiếp nhận. Lý do xem tại bộ phận một cửa hoặc trang tra cứu.', `${about.unit}.`],
    }),
  'lapsed': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đã đóng do quá hạn bổ sung`,
      body: [
        'Hồ sơ bổ sung không được gửi đến trong thời hạn, vì vậy hồ sơ của Ông/Bà đã được đóng.',
        `${code(about)}\n${procedure(about)}`,
        'Ông/Bà có thể nộp lại hồ sơ mới, hoặc liên hệ bộ phận một cửa nếu đã bổ sung đúng hạn.',
      ],
      short: [`Hồ sơ ${about.dossier} đã đóng do quá hạn bổ sung. Mời liên hệ bộ phận một cửa.`, ...follow(about)],
    }),
  'lapse-undone': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: được mở lại`,
      body: ['Hồ sơ bổ sung của Ông/Bà đã đến đúng hạn, vì vậy hồ sơ được mở lại và tiếp tục giải quyết.', `${code(about)}\n${procedure(about)}`],
      short: [`Hồ sơ ${about.dossier} được mở lại và tiếp tục giải quyết.`, ...follow(about)],
    }),
  'stopped': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đã dừng giải quyết`,
      body: [
        'Theo đề nghị của Ông/Bà, hồ sơ đã được dừng giải quyết.',
        `${code(about)}\n${procedure(about)}`,
        `Ông/Bà có thể nhận lại giấy tờ đã nộp tại ${about.unit}.`,
      ],
      short: [`Hồ sơ ${about.dossier} đã được dừng giải quyết theo đề nghị của Ông/Bà.`, ...follow(about)],
    }),
  'withdrawn': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đã được rút`,
      body: [
        'Theo đề nghị của Ông/Bà, hồ sơ đã được rút.',
        `${code(about)}\n${procedure(about)}`,
        `Ông/Bà có thể nhận lại giấy tờ đã nộp tại ${about.unit}.`,
      ],
      short: [`Hồ sơ ${about.dossier} đã được rút theo đề nghị của Ông/Bà.`, ...follow(about)],
    }),
  'correction': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đang được đính chính`,
      body: [
        'Kết quả của hồ sơ có sai sót do lỗi của cơ quan giải quyết và đang được đính chính. Ông/Bà không phải nộp thêm giấy tờ hoặc chi phí. Chúng tôi thành thật xin lỗi Ông/Bà.',
        `${code(about)}\n${procedure(about)}`,
      ],
      short: [`Kết quả hồ sơ ${about.dossier} có sai sót, đang được đính chính. Thành thật xin lỗi Ông/Bà.`, ...follow(about)],
    }),
  'returned': (_, about) =>
    toApplicant(about, {
      subject: `Hồ sơ ${about.dossier}: đã trả kết quả, mời đánh giá`,
      body: [
        'Kết quả hồ sơ đã được trả. Cảm ơn Ông/Bà đã sử dụng dịch vụ công.',
        `${code(about)}\n${procedure(about)}`,
        'Kính mời Ông/Bà đánh giá việc giải quyết hồ sơ trên trang tra cứu.',
      ],
      short: [`Hồ sơ ${about.dossier} đã trả kết quả. Cảm ơn và kính mời Ông/Bà đánh giá.`, ...follow(about)],
    }),
  'task-assigned': ({ task, due }, about) =>
    toOfficer(about, {
      subject: `${about.dossier}: ${task}`,
      body: [
        'Có công việc mới được giao.',
        `Công việc: ${task}\n${code(about)}\n${procedure(about)}${due === null ? '' : `\nHạn xử lý: ${showInstant(due)}`}`,
      ],
      short: [`Việc mới, hồ sơ ${about.dossier}${due === null ? '' : `, hạn ${showInstant(due)}`}.`, `${task}.`],
    }),
  'escalation': ({ lines, total }, about) =>
    toOfficer(about, {
      subject: `${total} việc cần chú ý tại ${about.unit}`,
      body: [
        'Những việc sau sắp đến hạn hoặc đã quá hạn:',
        [
          ...lines.map(({ dossier, task, subject, level: name, due }) => `- ${dossier}: ${task ?? SUBJECTS[subject]} – ${level(name)} (hạn ${showInstant(due)})`),
          ...more(total - lines.length),
        ].join('\n'),
      ],
      short: [`${total} việc sắp đến hạn hoặc quá hạn, xem danh sách công việc.`, `${about.unit}.`],
    }),
  'access-alert': ({ alert, alarm, who, dossiers, searches, first, last }, about) => {
    const what = {
      'mass-reading': `${who} đã xem dữ liệu của ${dossiers} hồ sơ và tìm kiếm ${searches} lần trong một giờ`,
      'night-reading': `${who} đã xem dữ liệu của ${dossiers} hồ sơ và tìm kiếm ${searches} lần ngoài giờ làm việc`,
      'sign-in-failures': `${searches} lần đăng nhập thất bại với tên "${who}" trong một giờ`,
    }[alert];
    return toOfficer(about, {
      subject: `Báo động ${alarm}: ${what}`,
      body: [
        `${what}.`,
        `Từ ${showInstant(first)} đến ${showInstant(last)} (giờ thực).`,
        `Nhật ký truy cập cho biết các hồ sơ liên quan. Người kiểm tra xong đóng báo động ${alarm} kèm kết quả.`,
      ],
      short: [`Báo động ${alarm}: ${who.slice(0, 60)}: ${dossiers} hồ sơ, ${searches} lần tìm, thử.`, `${what}.`],
    });
  },
  'account-change': ({ what, by, detail, at }, about) => {
    const said = detail === null ? ACCOUNT[what] : `${ACCOUNT[what]} (${detail.slice(0, 60)})`;
    return toOfficer(about, {
      subject: ACCOUNT[what],
      body: [`${said}.`, `${by}, ${showInstant(at)} (giờ thực).`, 'Nếu không đúng, hãy báo ngay cho quản trị hoặc kiểm toán, giám sát.'],
      short: [`${ACCOUNT[what]}.`, `${by.slice(0, 60)}.`],
    });
  },
  'digest': ({ date, dueToday, overdue, escalated, lines, total }, about) =>
    toOfficer(about, {
      subject: `Công việc ngày ${showDate(date)}: ${dueToday} đến hạn, ${overdue} quá hạn`,
      body: [
        `Công việc của ${about.unit} ngày ${showDate(date)}:`,
        `Đến hạn hôm nay: ${dueToday}\nQuá hạn: ${overdue}\nĐã báo cáo cấp trên: ${escalated}`,
        [
          ...lines.map(({ dossier, task, due, escalated: told }) => `- ${dossier}: ${task ?? SUBJECTS.task}, hạn ${showInstant(due)}${told ? ' (đã báo cáo cấp trên)' : ''}`),
          ...more(total - lines.length),
        ].join('\n'),
      ],
      short: [`Ngày ${showDate(date)}: ${dueToday} việc đến hạn, ${overdue} quá hạn, ${escalated} đã báo cáo cấp trên.`, `${about.unit}.`],
    }),
};
