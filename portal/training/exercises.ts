import type { Text } from '../app/language';

export const ROLES = ['reception', 'specialist', 'leader', 'control', 'auditor', 'administrator'] as const;
export type TrainedRole = (typeof ROLES)[number];

export interface Exercise {
  /** Kept with what was done; does not change. */
  readonly id: string;
  readonly title: Text;
  readonly task: Text;
  /** How one sees that it worked. */
  readonly look: Text;
  readonly to?: string;
  /** A page of the server, outside the portal's own router. */
  readonly outside?: true;
}

export interface Course {
  readonly name: Text;
  readonly who: Text;
  /** Sample people of the demonstration who have the role. */
  readonly people: readonly string[];
  readonly exercises: readonly Exercise[];
}

const text = (vi: string, en: string): Text => ({ vi, en });

/** What each role practises, in the order of a working day. */
export const COURSES: Readonly<Record<TrainedRole, Course>> = {
  reception: {
    name: text('Tiếp nhận', 'Reception'),
    who: text('Cán bộ tiếp nhận ở Bộ phận Một cửa', 'Receptionists of the one-stop units'),
    people: ['pao.lv'],
    exercises: [
      {
        id: 'reception-accept',
        title: text('Tiếp nhận một hồ sơ chỉ bằng bàn phím', 'Accept a dossier by keyboard alone'),
        task: text('Gõ "khai tu", Enter; đánh dấu đủ giấy tờ bằng phím cách; nhập tên người nộp; Ctrl+Enter.', 'Type "khai tu", Enter; mark the documents with the space bar; type a name; Ctrl+Enter.'),
        look: text('Mã hồ sơ và ngày hẹn hiện ra trong chưa đầy một phút.', 'Code and appointment appear in less than a minute.'),
        to: '/reception',
      },
      {
        id: 'reception-receipt',
        title: text('In giấy tiếp nhận', 'Print the receipt'),
        task: text('Sau khi tiếp nhận, bấm "In giấy tiếp nhận" rồi xem bản in khổ A5 và A4.', 'After accepting, choose "Print the receipt" and look at it on A5 and A4.'),
        look: text('Giấy có mã hồ sơ, mã QR, mã tra cứu, giấy tờ đã nhận và ngày hẹn.', 'It has code, QR code, tracking code, documents and appointment.'),
        to: '/reception',
      },
      {
        id: 'reception-track',
        title: text('Tra cứu như người dân', 'Track it like its applicant'),
        task: text('Mở trang tra cứu, nhập mã hồ sơ và mã tra cứu trên giấy vừa in.', 'Open the tracking page and type both codes of the receipt.'),
        look: text('Trang nói hồ sơ đang ở đâu và người dân cần làm gì.', 'It says where the dossier is and what the applicant has to do.'),
        to: '/tracking',
        outside: true,
      },
      {
        id: 'reception-duplicate',
        title: text('Gặp hồ sơ trùng', 'Meet a duplicate'),
        task: text('Nhập lại đúng người nộp (tên và số căn cước) và thủ tục vừa tiếp nhận, rồi bấm tiếp nhận.', 'Type the same applicant, with the same identity number, and the same procedure once more, and accept.'),
        look: text('Hệ thống dừng lại và chỉ ra hồ sơ trước; hãy từ chối với căn cứ trùng hồ sơ.', 'It stops and names the earlier one; refuse it as a duplicate.'),
        to: '/reception',
      },
      {
        id: 'reception-supplement',
        title: text('Yêu cầu bổ sung', 'Ask for what is missing'),
        task: text('Nhập một hồ sơ thiếu một giấy tờ và chọn "Yêu cầu bổ sung"; nêu đầy đủ trong một lần.', 'Take in a dossier that lacks a document and choose "Ask for what is missing"; name everything at once.'),
        look: text('Hồ sơ nằm ở "Chờ tiếp nhận" với dấu chờ người nộp bổ sung; chưa có ngày hẹn.', 'It stands under "Waiting", for its applicant; no appointment is promised yet.'),
        to: '/reception?tab=waiting',
      },
      {
        id: 'reception-pass-on',
        title: text('Chuyển xử lý', 'Pass it on'),
        task: text('Chuyển hồ sơ đã tiếp nhận đến cơ quan giải quyết.', 'Pass an accepted dossier on to the agency that decides.'),
        look: text('Hồ sơ rời danh sách việc của bộ phận Một cửa.', "It leaves the window's own list."),
        to: '/work',
      },
    ],
  },
  specialist: {
    name: text('Chuyên viên', 'Specialist'),
    who: text('Người thụ lý hồ sơ ở xã, huyện, sở', 'Those who examine dossiers in communes, districts and departments'),
    people: ['may.vt', 'lan.nt'],
    exercises: [
      {
        id: 'specialist-list',
        title: text('Đọc danh sách việc', 'Read the work list'),
        task: text('Tìm việc quá hạn, việc hạn hôm nay và việc đang tạm dừng.', 'Find what is overdue, what is due today and what stands still.'),
        look: text('Mỗi việc có chữ, biểu tượng và số giờ còn lại, không chỉ màu.', 'Each has a word, a sign and the time left, not a colour alone.'),
        to: '/work',
      },
      {
        id: 'specialist-acknowledge',
        title: text('Xác nhận đã nhận hồ sơ chuyển đến', 'Acknowledge a hand-over'),
        task: text('Chọn một việc "chờ xác nhận" và xác nhận; thử xác nhận nhiều việc cùng lúc.', 'Choose a task that waits for it and acknowledge; then several at once.'),
        look: text('Việc chuyển sang đã mở; người gửi thấy thời điểm nhận.', 'It opens, and the sender sees when.'),
        to: '/work',
      },
      {
        id: 'specialist-complete',
        title: text('Nhận việc và hoàn thành bước', 'Take up and complete a step'),
        task: text('Nhận một việc, xem giấy tờ, chọn kết quả và hoàn thành.', 'Take a task up, look at its documents, choose the outcome and complete it.'),
        look: text('Bước sau mở ở đúng cơ quan theo quy trình.', 'The next step opens at the agency the route names.'),
        to: '/work',
      },
      {
        id: 'specialist-supplement',
        title: text('Yêu cầu bổ sung khi thẩm định', 'Ask for a supplement while examining'),
        task: text('Với một việc đã nhận, yêu cầu bổ sung một giấy tờ.', 'Of a task you took up, ask for one more document.'),
        look: text('Thời hạn dừng lại; trên trang hồ sơ khoảng dừng được gạch chéo.', 'The clock stops; the dossier shows the pause hatched.'),
        to: '/work',
      },
    ],
  },
  leader: {
    name: text('Lãnh đạo', 'Leader'),
    who: text('Lãnh đạo UBND, sở, phòng', 'Leaders of committees, departments and divisions'),
    people: ['chu.ga', 'minh.tv'],
    exercises: [
      {
        id: 'leader-sign',
        title: text('Ký duyệt', 'Sign'),
        task: text('Mở một việc ký duyệt, xem lịch sử hồ sơ rồi đồng ý hoặc từ chối có lý do.', "Open a task of signing, read the dossier's history, then approve it or refuse it with a reason."),
        look: text('Quyết định và lý do đứng trong lịch sử với tên và giờ.', 'Decision and reason stand in the history with name and time.'),
        to: '/work',
      },
      {
        id: 'leader-assign',
        title: text('Phân công', 'Assign'),
        task: text('Giao một việc chưa có người nhận cho một cán bộ.', 'Give a task that nobody has to an officer.'),
        look: text('Người được giao thấy việc ở "của tôi".', 'It appears among their own.'),
        to: '/work',
      },
      {
        id: 'leader-apologise',
        title: text('Xin lỗi và hẹn lại', 'Apologise and re-appoint'),
        task: text('Với hồ sơ sắp quá hạn, gửi thư xin lỗi kèm ngày hẹn mới (chỉ một lần).', 'Of a dossier that will be late, apologise with a new date; that may be done once.'),
        look: text('Trang tra cứu của người dân có thư xin lỗi và ngày mới.', "The applicant's tracking page shows the letter and the new date."),
        to: '/supervision',
      },
      {
        id: 'leader-late',
        title: text('Tìm nơi chậm', 'Find where time is lost'),
        task: text('Xem tỷ lệ đúng hạn của cơ quan, hồ sơ quá hạn và bước mất nhiều thời gian nhất.', "Look at your agency's rate, its overdue dossiers and the step that takes longest."),
        look: text('Từ mỗi con số mở được đúng những hồ sơ ấy.', 'Each number opens its dossiers.'),
        to: '/supervision',
      },
    ],
  },
  control: {
    name: text('Kiểm soát thủ tục', 'Procedure control'),
    who: text('Phòng Kiểm soát thủ tục hành chính', 'The division of procedure control'),
    people: ['binh.pv'],
    exercises: [
      {
        id: 'control-rate',
        title: text('Đối chiếu với 99,87 %', 'Compare with 99.87 %'),
        task: text('Xem tỷ lệ đúng hạn theo cấp, cơ quan, thủ tục; đổi giữa hai cách tính.', 'See the rate by level, agency and procedure; change between the two readings.'),
        look: text('Hai cách tính khác nhau và trang giải thích vì sao.', 'They differ, and the page says why.'),
        to: '/supervision',
      },
      {
        id: 'control-escalation',
        title: text('Xử lý báo cáo vượt cấp', 'Follow an escalation'),
        task: text('Mở một cảnh báo quá hạn, xem ai đang giữ hồ sơ, chuyển lại nếu gửi nhầm cơ quan.', 'Open an alert of something overdue, see who has it, re-route it if it lies at the wrong agency.'),
        look: text('Lịch sử ghi ai đã được báo, khi nào.', 'The history names who was told, and when.'),
        to: '/supervision',
      },
      {
        id: 'control-operations',
        title: text('Hồ sơ đứng yên', 'Dossiers that stand still'),
        task: text('Xem hồ sơ đang chờ ai: chờ giờ, chờ người, chờ đối tác không trả lời.', 'See what dossiers wait for: a time, a person, a partner that is silent.'),
        look: text('Mỗi loại nêu cách xử lý.', 'Each names its way out.'),
        to: '/operations',
      },
      {
        id: 'control-calendar',
        title: text('Thử đổi lịch nghỉ', 'Try a change of the calendar'),
        task: text('Thêm một ngày nghỉ vào tuần tới và xem trước hồ sơ nào đổi ngày hẹn; không công bố.', 'Add a day off to next week and see which appointments would move; do not publish it.'),
        look: text('Bản xem trước liệt kê từ ngày nào sang ngày nào.', 'The preview lists from when to when.'),
        to: '/calendar',
      },
    ],
  },
  auditor: {
    name: text('Kiểm tra, giám sát', 'Auditor'),
    who: text('Người chỉ đọc: thanh tra, kiểm toán', 'Those who only read: inspection and audit'),
    people: ['kiem.dt'],
    exercises: [
      {
        id: 'auditor-history',
        title: text('Đọc lịch sử một hồ sơ', 'Read the history of a dossier'),
        task: text('Tìm một hồ sơ theo tên không dấu rồi đọc lịch sử từ đầu đến cuối.', 'Find a dossier by a name without diacritics and read its history from end to end.'),
        look: text('Mỗi dòng có người làm và giờ; chuỗi nhật ký còn nguyên vẹn.', 'Each line has its actor and time; the chain of the log is intact.'),
        to: '/dossiers',
      },
      {
        id: 'auditor-no-acts',
        title: text('Chỉ đọc', 'Reading only'),
        task: text('Mở một hồ sơ và tìm nút thao tác.', 'Open a dossier and look for something to do.'),
        look: text('Không thao tác nào được phép, và có lý do vì sao.', 'No act is allowed, and the page says why.'),
        to: '/dossiers',
      },
      {
        id: 'auditor-figures',
        title: text('Kiểm tra số liệu', 'Check the figures'),
        task: text('Tải bảng giám sát ra Excel và đối chiếu với danh sách hồ sơ đằng sau.', 'Export a table of the supervision and compare it with the dossiers behind it.'),
        look: text('Tổng các dòng bằng con số trên trang.', 'The rows add up to the figure on the page.'),
        to: '/supervision',
      },
    ],
  },
  administrator: {
    name: text('Quản trị', 'Administrator'),
    who: text('Quản trị hệ thống của tỉnh', "The province's administrators"),
    people: ['quan.hv'],
    exercises: [
      {
        id: 'administrator-person',
        title: text('Thêm cán bộ và người làm thay', 'Add a person and a stand-in'),
        task: text('Thêm một cán bộ, cấp vị trí có ngày bắt đầu, rồi cử người làm thay một tuần.', 'Register a person, give a post from a date, then appoint a stand-in for a week.'),
        look: text('Người làm thay thấy việc của vị trí đó, đúng trong tuần đó.', "They see that post's work, in that week only."),
        to: '/people',
      },
      {
        id: 'administrator-procedure',
        title: text('Kiểm tra một thủ tục trước khi công bố', 'Check a procedure before it is published'),
        task: text('Mở một thủ tục, sửa một thời hạn thành giá trị sai và kiểm tra.', 'Open a procedure, give a limit that is wrong, and check it.'),
        look: text('Lỗi hiện đúng dòng; không có gì được công bố.', 'What is wrong is named at its line; nothing is published.'),
        to: '/procedures',
      },
    ],
  },
};
