import type { Text } from '../app/language';

const text = (vi: string, en: string): Text => ({ vi, en });
const named = (names: Readonly<Record<string, Text>>, key: string): Text => (Object.hasOwn(names, key) ? names[key]! : text(key, key));

const OFFICERS: Readonly<Record<string, Text>> = {
  receptionist: text('Cán bộ tiếp nhận', 'Receptionist'),
  specialist: text('Chuyên viên', 'Specialist'),
  'division-head': text('Trưởng phòng', 'Head of division'),
  leader: text('Lãnh đạo', 'Leader'),
  clerk: text('Văn thư', 'Clerk'),
  accountant: text('Kế toán', 'Accountant'),
  'procedure-control': text('Kiểm soát thủ tục hành chính', 'Procedure control'),
};

const AGENCIES: Readonly<Record<string, Text>> = {
  'receiving-unit': text('Nơi tiếp nhận hồ sơ', 'Receiving unit'),
  'one-stop-unit': text('Bộ phận Một cửa', 'One-stop unit'),
  'procedure-control': text('Kiểm soát thủ tục hành chính', 'Procedure control'),
  'province-committee': text('UBND tỉnh', 'Provincial committee'),
  'province-office': text('Văn phòng UBND tỉnh', 'Office of the provincial committee'),
  'district-committee': text('UBND cấp huyện', 'District committee'),
  'district-labour': text('Phòng Lao động – Thương binh và Xã hội (huyện)', 'Labour division of the district'),
  'district-land': text('Phòng Tài nguyên và Môi trường (huyện)', 'Land division of the district'),
  'commune-committee': text('UBND cấp xã', 'Commune committee'),
  'commune-social': text('Văn hóa – Xã hội (xã)', 'Social affairs of the commune'),
  'commune-civil-status': text('Tư pháp – hộ tịch (xã)', 'Civil status of the commune'),
  'commune-land': text('Địa chính (xã)', 'Land affairs of the commune'),
  'household-business-registration': text('Đăng ký hộ kinh doanh', 'Registration of household businesses'),
  'business-registration': text('Đăng ký kinh doanh', 'Business registration'),
  'land-office': text('Văn phòng Đăng ký đất đai', 'Land registration office'),
  'tax-office': text('Cơ quan thuế', 'Tax office'),
  'police-residence': text('Công an (đăng ký cư trú)', 'Police (residence)'),
  'police-province': text('Công an tỉnh', 'Provincial police'),
  'social-insurance': text('Bảo hiểm xã hội', 'Social insurance'),
  treasury: text('Kho bạc Nhà nước', 'State Treasury'),
  inspectorate: text('Thanh tra tỉnh', 'Provincial inspectorate'),
  'economic-zone-board': text('Ban Quản lý Khu kinh tế', 'Economic zone board'),
  'dept-agriculture': text('Sở phụ trách nông nghiệp', 'Department in charge of agriculture'),
  'dept-construction': text('Sở phụ trách xây dựng', 'Department in charge of construction'),
  'dept-culture': text('Sở phụ trách văn hóa', 'Department in charge of culture'),
  'dept-education': text('Sở phụ trách giáo dục', 'Department in charge of education'),
  'dept-environment': text('Sở phụ trách tài nguyên và môi trường', 'Department in charge of environment'),
  'dept-ethnic': text('Cơ quan phụ trách dân tộc', 'Agency in charge of ethnic affairs'),
  'dept-finance': text('Sở phụ trách tài chính', 'Department in charge of finance'),
  'dept-foreign-affairs': text('Cơ quan phụ trách ngoại vụ', 'Agency in charge of foreign affairs'),
  'dept-health': text('Sở phụ trách y tế', 'Department in charge of health'),
  'dept-home-affairs': text('Sở phụ trách nội vụ', 'Department in charge of home affairs'),
  'dept-industry-trade': text('Sở phụ trách công thương', 'Department in charge of industry and trade'),
  'dept-information': text('Sở phụ trách thông tin và truyền thông', 'Department in charge of information'),
  'dept-justice': text('Sở phụ trách tư pháp', 'Department in charge of justice'),
  'dept-labour': text('Sở phụ trách lao động', 'Department in charge of labour'),
  'dept-merit': text('Sở phụ trách người có công', 'Department in charge of people with merit'),
  'dept-planning-investment': text('Sở phụ trách kế hoạch và đầu tư', 'Department in charge of planning and investment'),
  'dept-science': text('Sở phụ trách khoa học và công nghệ', 'Department in charge of science and technology'),
  'dept-social-protection': text('Sở phụ trách bảo trợ xã hội', 'Department in charge of social protection'),
  'dept-transport': text('Sở phụ trách giao thông vận tải', 'Department in charge of transport'),
};

const TIERS: Readonly<Record<string, Text>> = { province: text('Cấp tỉnh', 'Province'), district: text('Cấp huyện', 'District'), commune: text('Cấp xã', 'Commune') };

const SERVICE_LEVELS: Readonly<Record<string, Text>> = {
  'full-online': text('Trực tuyến toàn trình', 'Fully online'),
  'partial-online': text('Trực tuyến một phần', 'Partly online'),
  'in-person': text('Trực tiếp', 'In person'),
};

const STEP_KINDS: Readonly<Record<string, Text>> = {
  receive: text('Tiếp nhận', 'Receive'),
  examine: text('Thẩm định, giải quyết', 'Examine'),
  consult: text('Lấy ý kiến', 'Consult'),
  sign: text('Ký duyệt', 'Sign'),
  'hand-over': text('Chuyển hồ sơ', 'Hand over'),
  'financial-obligation': text('Nghĩa vụ tài chính', 'Financial obligation'),
  'await-outside': text('Chờ xác nhận bên ngoài', 'Wait for somebody outside'),
  'post-publicly': text('Niêm yết công khai', 'Post publicly'),
  'publish-result': text('Vào sổ, đóng dấu, phát hành', 'Publish the result'),
  return: text('Trả kết quả', 'Return the result'),
};

const OUTCOMES: Readonly<Record<string, Text>> = {
  done: text('Hoàn thành', 'Done'),
  approved: text('Đồng ý', 'Approved'),
  refused: text('Từ chối giải quyết', 'Refused'),
  eligible: text('Đủ điều kiện', 'Eligible'),
  'not-eligible': text('Chưa đủ điều kiện', 'Not eligible'),
  'must-revise': text('Phải hoàn thiện lại', 'Must be revised'),
  complaint: text('Có khiếu nại', 'Complaint'),
  'no-complaint': text('Không có khiếu nại', 'No complaint'),
  objection: text('Có ý kiến phản đối', 'Objection'),
  'no-objection': text('Không có ý kiến phản đối', 'No objection'),
  disagreed: text('Có cơ quan không đồng ý', 'Somebody disagreed'),
  redraft: text('Dự thảo lại', 'Redraft'),
};

const POSTING_KINDS: Readonly<Record<string, Text>> = { regular: text('Chính thức', 'Regular'), secondment: text('Biệt phái', 'Secondment'), 'stand-in': text('Làm thay', 'Standing in') };

/** Words for the codes of the API; a code that has none is shown as it is. */
export const officerRole = (role: string): Text => named(OFFICERS, role);
export const agencyRole = (role: string): Text => named(AGENCIES, role);
export const tierName = (tier: string): Text => named(TIERS, tier);
export const serviceLevel = (level: string): Text => named(SERVICE_LEVELS, level);
export const stepKind = (kind: string): Text => named(STEP_KINDS, kind);
/** From the province down. */
export const TIER_CODES = Object.keys(TIERS);
/** Kinds of steps, as a select shows them. */
export const STEP_KIND_CODES = Object.keys(STEP_KINDS);
/** How a step was decided. */
export const outcomeName = (outcome: string): Text => named(OUTCOMES, outcome);
export const postingKind = (kind: string): Text => named(POSTING_KINDS, kind);

/** Roles somebody may hold, as a select shows them. */
export const OFFICER_ROLES = Object.keys(OFFICERS);
