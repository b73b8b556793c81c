import type { ErrorEntry } from './errors';

/** What the HTTP API refuses by itself: who is asking, how often, in which form. */
export const HTTP_ERRORS = {
  SIGN_IN_NEEDED: {
    status: 401,
    en: 'this needs somebody signed in; sign in with POST /v1/session, or send a bearer token from POST /v1/oauth/token',
    vi: 'Cần đăng nhập; hãy đăng nhập bằng POST /v1/session hoặc gửi mã truy cập (bearer) lấy từ POST /v1/oauth/token',
  },
  SIGN_IN_FAILED: {
    status: 401,
    en: 'name and password do not fit together, or the account is disabled; try again, or ask the administrator for a new password',
    vi: 'Tên đăng nhập và mật khẩu không khớp, hoặc tài khoản đã bị khóa; hãy thử lại hoặc đề nghị quản trị cấp mật khẩu mới',
  },
  SIGN_IN_RESTS: {
    status: 429,
    en:
      'there were too many wrong tries, and the next is looked at in {seconds} seconds; sign in where you have signed in before, ' +
      'with your security key, or with the code of your app beside the password',
    vi:
      'Đã có quá nhiều lần nhập sai, lần thử sau được xét sau {seconds} giây; hãy đăng nhập trên máy bạn từng đăng nhập, ' +
      'bằng khóa bảo mật, hoặc nhập mã của ứng dụng cùng mật khẩu',
  },
  SECOND_FACTOR_NOT_PROVED: {
    status: 403,
    en: 'this session has not proved its second factor; send the code of the app to POST /v1/session/second-factor, or use the security key',
    vi: 'Phiên này chưa xác thực lớp thứ hai; hãy gửi mã của ứng dụng đến POST /v1/session/second-factor hoặc dùng khóa bảo mật',
  },
  SECOND_FACTOR_MISSING: {
    status: 403,
    en: 'your post decides or administers and needs a second factor; set up a code app or a security key under "My account" of the portal',
    vi: 'Vị trí của bạn có quyền quyết định hoặc quản trị nên cần xác thực lớp thứ hai; hãy thiết lập tại "Tài khoản của tôi" trên cổng',
  },
  PASSWORD_CHANGE_WANTED: {
    status: 403,
    en: 'your password was chosen by somebody else; choose your own with PUT /v1/session/password, or on the page the portal shows',
    vi: 'Mật khẩu của bạn do người khác đặt; hãy đặt mật khẩu của riêng bạn bằng PUT /v1/session/password hoặc trên trang cổng đang hiện',
  },
  SECOND_FACTOR_STALE: {
    status: 403,
    en: 'changing what you prove with needs a proof of the last ten minutes; prove the second factor again, then repeat',
    vi: 'Thay đổi cách xác thực cần xác thực lại trong mười phút gần nhất; hãy xác thực lớp thứ hai rồi thực hiện lại',
  },
  SIGN_IN_STALE: {
    status: 403,
    en: 'setting up the first second factor needs a sign-in of the last ten minutes; sign out, sign in, and repeat',
    vi: 'Thiết lập lớp xác thực thứ hai đầu tiên cần đăng nhập trong mười phút gần nhất; hãy đăng xuất, đăng nhập rồi làm lại',
  },
  SECOND_FACTOR_LAST: {
    status: 409,
    en: 'this is your last second factor, and your post needs one; set up another one first',
    vi: 'Đây là lớp xác thực thứ hai cuối cùng và vị trí của bạn bắt buộc phải có; hãy thiết lập cách khác trước',
  },
  SECOND_FACTOR_NONE: {
    status: 409,
    en: 'recovery codes stand in for a second factor, and there is none; set one up first',
    vi: 'Mã khôi phục thay cho lớp xác thực thứ hai mà bạn chưa có; hãy thiết lập trước',
  },
  SECOND_FACTOR_UNKNOWN: {
    status: 404,
    en: 'you have no second factor "{value}" that this can be done with; read the list again',
    vi: 'Bạn không có lớp xác thực "{value}" phù hợp; hãy đọc lại danh sách',
  },
  SECOND_FACTORS_MANY: {
    status: 409,
    en: 'there are {most} second factors already; take away one that is not used any more',
    vi: 'Đã có {most} cách xác thực lớp thứ hai; hãy gỡ bớt cách không còn dùng',
  },
  CODE_WRONG: {
    status: 403,
    en: '"{field}" is not the present code, or was used before; wait for the next one of the app, or take another recovery code',
    vi: '"{field}" không phải mã hiện tại hoặc đã được dùng; hãy chờ mã kế tiếp của ứng dụng hoặc dùng mã khôi phục khác',
  },
  CODES_REST: {
    status: 429,
    en: 'too many wrong codes; the next is looked at in {seconds} seconds, a security key at once; or ask an administrator for a reset',
    vi: 'Nhập sai mã quá nhiều lần; lần sau được xét sau {seconds} giây, khóa bảo mật thì dùng được ngay; hoặc đề nghị quản trị đặt lại',
  },
  KEY_NOT_PROVED: {
    status: 403,
    en: 'this answer of a security key does not hold: another key, another address, an old one, or without PIN or finger; begin again',
    vi: 'Trả lời của khóa bảo mật không hợp lệ: khóa khác, địa chỉ khác, đã cũ hoặc thiếu mã PIN, vân tay; hãy làm lại từ đầu',
  },
  KEY_TAKEN: {
    status: 409,
    en: 'this security key belongs to somebody already; use another one, or have it taken away there first',
    vi: 'Khóa bảo mật này đã thuộc về một tài khoản; hãy dùng khóa khác hoặc gỡ ở tài khoản đó trước',
  },
  KEYS_UNAVAILABLE: {
    status: 409,
    en: 'browsers make security keys only for a host name reached by https, and this is {address}; set up a code app instead',
    vi: 'Trình duyệt chỉ dùng khóa bảo mật với tên miền qua https, còn địa chỉ này là {address}; hãy dùng ứng dụng tạo mã',
  },
  IDENTITY_LEVEL: {
    status: 403,
    en: 'the identity provider vouches for you at a level that is too low here; sign in there again with {allowed}',
    vi: 'Mức xác thực của nhà cung cấp định danh chưa đủ; hãy đăng nhập lại tại đó ở mức {allowed}',
  },
  SESSION_UNKNOWN: {
    status: 404,
    en: 'you have no open session "{value}"; read the list again',
    vi: 'Bạn không có phiên đăng nhập "{value}" đang mở; hãy đọc lại danh sách',
  },
  CLIENT_UNKNOWN: {
    status: 401,
    en: 'client id and secret do not fit together, or the client is disabled; ask the administrator for new ones',
    vi: 'Mã và khóa bí mật của hệ thống kết nối không khớp, hoặc đã bị khóa; hãy đề nghị quản trị cấp lại',
  },
  IDENTITY_PROVIDER_OFF: {
    status: 404,
    en: 'this installation has no identity provider; sign in with name and password',
    vi: 'Hệ thống này chưa kết nối nhà cung cấp định danh; hãy đăng nhập bằng tên và mật khẩu',
  },
  IDENTITY_NOT_REGISTERED: {
    status: 403,
    en: 'the identity provider knows you, but no account here belongs to you, or it is disabled; ask the administrator to link it',
    vi: 'Nhà cung cấp định danh đã xác nhận bạn nhưng chưa có tài khoản gắn với bạn, hoặc tài khoản đã bị khóa; hãy đề nghị quản trị liên kết',
  },
  IDENTITY_NOT_PROVEN: {
    status: 401,
    en: 'this answer of the identity provider belongs to no sign-in that was begun in this browser within ten minutes, was used before, or says no; begin again at /v1/oidc/login',
    vi: 'Trả lời của nhà cung cấp định danh không thuộc lần đăng nhập nào vừa bắt đầu trên trình duyệt này trong mười phút, đã được dùng hoặc là từ chối; hãy bắt đầu lại tại /v1/oidc/login',
  },
  CSRF_MISSING: {
    status: 403,
    en: 'a change asked for with the cookie needs the header X-CSRF-Token with the value that signing in gave; send it',
    vi: 'Thay đổi gửi bằng cookie cần kèm tiêu đề X-CSRF-Token với giá trị nhận khi đăng nhập; hãy gửi kèm',
  },
  HOST_UNKNOWN: {
    status: 403,
    en: 'this address is not answered under the name "{value}"; use the address of the portal',
    vi: 'Địa chỉ này không phục vụ dưới tên "{value}"; hãy dùng địa chỉ của cổng',
  },
  PAYLOAD_UNREADABLE: {
    status: 422,
    en: 'a payload was not encrypted with a key of this installation; add the key back to LIENTHONG_PAYLOAD_KEYS to read older ones',
    vi: 'Dữ liệu không được mã hóa bằng khóa của hệ thống này; hãy thêm lại khóa vào LIENTHONG_PAYLOAD_KEYS để đọc dữ liệu cũ',
  },
  ROUTE_FORBIDDEN: {
    status: 403,
    en: 'this is for {allowed}; ask somebody who is, or have the post or grant given to you',
    vi: 'Chức năng này dành cho {allowedVi}; hãy nhờ người có quyền hoặc đề nghị được cấp vị trí, quyền phù hợp',
  },
  POST_NOT_HELD: {
    status: 403,
    en: '"{field}" is "{value}", a post you do not hold now; yours are: {held}',
    vi: '"{field}" là "{value}", vị trí bạn hiện không giữ; vị trí của bạn: {held}',
  },
  RECEIPT_NOT_YOURS: {
    status: 403,
    en: 'the receipt, with the secret that lets the applicant act, is printed where the dossier was received, at {unit}; ask there',
    vi: 'Giấy tiếp nhận kèm mã bí mật của người nộp chỉ được in tại nơi tiếp nhận hồ sơ, {unit}; hãy liên hệ nơi đó',
  },
  RECEIPT_PRINTED_SINCE: {
    status: 409,
    en: 'this printing of the receipt opens nothing any more, or was a colleague\'s, because the receipt was printed again since; print it with a new key',
    vi: 'Bản in này không còn giá trị tra cứu hoặc là của đồng nghiệp vì giấy tiếp nhận đã được in lại; hãy in với khóa mới',
  },
  UNIT_NOT_OF_CLIENT: {
    status: 403,
    en: '"{field}" is "{value}", and this client hands in at {allowed} and below alone; have an administrator register it for that unit',
    vi: '"{field}" là "{value}", nhưng hệ thống này chỉ được nộp tại {allowed} và cấp dưới; hãy đề nghị quản trị đăng ký thêm đơn vị',
  },
  AGENCY_NOT_YOURS: {
    status: 403,
    en: '"{field}" is "{value}", whose work you may not see; yours are: {allowed}',
    vi: '"{field}" là "{value}", cơ quan mà bạn không được xem; của bạn gồm: {allowed}',
  },
  NOT_FOUND: { status: 404, en: 'there is nothing at this address that you may see; look at the documentation, or at what you typed', vi: 'Không có gì tại địa chỉ này mà bạn được xem; hãy xem tài liệu hoặc kiểm tra lại địa chỉ' },
  TRACKING_UNKNOWN: {
    status: 404,
    en: 'code and secret do not belong to one dossier; copy both from the receipt',
    vi: 'Mã hồ sơ và mã tra cứu không khớp; hãy nhập đúng như trên giấy tiếp nhận',
  },
  COMMAND_UNKNOWN: { status: 404, en: 'no command of yours has the id "{value}"; use the link that came with the answer 202', vi: 'Bạn không có lệnh nào mang mã "{value}"; hãy dùng liên kết kèm theo trả lời 202' },
  SUBSCRIPTION_UNSIGNED: { status: 409, en: 'only webhooks are signed; a NATS subscription has no secret to renew', vi: 'Chỉ webhook mới có chữ ký; đăng ký NATS không có khóa bí mật để đổi' },
  METHOD_NOT_ALLOWED: { status: 405, en: 'this address does not take {method}; see the documentation', vi: 'Địa chỉ này không nhận {method}; hãy xem tài liệu' },
  CHANGED_MEANWHILE: {
    status: 412,
    en: 'somebody has changed this since you read it; read it again and repeat what is still right',
    vi: 'Đã có người sửa nội dung này sau khi bạn đọc; hãy đọc lại rồi thực hiện lại phần còn đúng',
  },
  IF_MATCH_MISSING: { status: 428, en: 'a change of this needs If-Match with the ETag that reading it gave; read it first', vi: 'Sửa nội dung này cần tiêu đề If-Match với ETag nhận được khi đọc; hãy đọc trước' },
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    en: 'an act needs the header Idempotency-Key, chosen by you (a UUID is good), so that a repetition is not done twice; send it',
    vi: 'Thao tác cần tiêu đề Idempotency-Key do bạn chọn (nên dùng UUID) để gửi lại không bị thực hiện hai lần; hãy gửi kèm',
  },
  BODY_INVALID: { status: 400, en: 'the body is no JSON that can be read; send one JSON object in UTF-8 with content-type application/json', vi: 'Nội dung không phải JSON đọc được; hãy gửi một đối tượng JSON dạng UTF-8 với content-type application/json' },
  BODY_TOO_LARGE: { status: 413, en: 'the body is larger than this address takes ({limit} bytes); send less at once', vi: 'Nội dung lớn hơn mức cho phép ({limit} byte); hãy gửi ít hơn mỗi lần' },
  HEAD_TOO_LARGE: {
    status: 431,
    en: 'address and headers are longer than this server takes ({limit} bytes together, {part} characters for one part of the address); send less',
    vi: 'Địa chỉ và các tiêu đề dài quá mức cho phép (tổng cộng {limit} byte, mỗi phần của địa chỉ {part} ký tự); hãy gửi ít hơn',
  },
  MEDIA_TYPE_UNKNOWN: { status: 415, en: 'this address does not take content-type "{value}"; send {allowed}', vi: 'Địa chỉ này không nhận content-type "{value}"; hãy gửi {allowed}' },
  REQUEST_INVALID: { status: 400, en: 'the request cannot be read: {problem}; correct it and send it again', vi: 'Không đọc được yêu cầu: {problem}; hãy sửa và gửi lại' },
  CURSOR_INVALID: { status: 400, en: '"{field}" is no cursor of this list; leave it out, or use "next" of the page before unchanged', vi: '"{field}" không phải con trỏ của danh sách này; hãy bỏ đi hoặc dùng nguyên "next" của trang trước' },
  RATING_TOO_EARLY: {
    status: 409,
    en: 'a dossier is rated once its result is ready; it is "{stage}" now, come back then',
    vi: 'Chỉ đánh giá được khi đã có kết quả; hồ sơ đang ở trạng thái "{stage}", hãy quay lại sau',
  },
  RATING_FINAL: {
    status: 409,
    en: 'this dossier was rated, and a rating may be changed for {days} days only; write a complaint if something is wrong',
    vi: 'Hồ sơ đã được đánh giá và chỉ được sửa trong {days} ngày; nếu có vướng mắc hãy gửi phản ánh',
  },
  COMPLAINT_UNKNOWN: {
    status: 404,
    en: 'there is no complaint "{value}" that you may see; take the id from the list of complaints',
    vi: 'Không có phản ánh "{value}" mà bạn được xem; hãy lấy mã từ danh sách phản ánh',
  },
  COMPLAINT_ANSWERED: {
    status: 409,
    en: 'this complaint was answered at {at}; read the answer, and add what is missing to a new one',
    vi: 'Phản ánh này đã được trả lời lúc {at}; hãy xem câu trả lời, nếu còn thiếu hãy gửi phản ánh mới',
  },
  COMPLAINTS_WAITING: {
    status: 409,
    en: '{count} complaints about this dossier wait for their answers; wait for one of them, the last is due at {due}',
    vi: 'Hồ sơ này còn {count} phản ánh chờ trả lời; hãy chờ trả lời, hạn cuối là {due}',
  },
  ANSWER_NOT_YOURS: {
    status: 403,
    en: 'the leader of "{unit}", or above it, or procedure control answers this complaint; let one of them do it',
    vi: 'Phản ánh này do lãnh đạo "{unit}", lãnh đạo cấp trên hoặc kiểm soát thủ tục trả lời; hãy chuyển cho người có thẩm quyền',
  },
  TASK_PEOPLE_NOT_YOURS: {
    status: 403,
    en: 'the main handler of "{taskId}", or a division head or leader of "{agency}", says who takes part; ask one of them',
    vi: 'Người xử lý chính của "{taskId}" hoặc lãnh đạo phòng, lãnh đạo "{agency}" quyết định người tham gia; hãy đề nghị họ',
  },
  TASK_PERSON_UNKNOWN: {
    status: 404,
    en: '"{value}" takes no part in "{taskId}"; look at the list of those who do',
    vi: '"{value}" không tham gia việc "{taskId}"; hãy xem danh sách người tham gia',
  },
  PERIOD_INVALID: {
    status: 400,
    en: '"{field}": the end must not lie before the beginning, nor more than {days} days after it; ask for a shorter period',
    vi: '"{field}": ngày cuối không được trước ngày đầu và không quá {days} ngày; hãy chọn khoảng ngắn hơn',
  },
  PERSON_NOT_REGISTERED: {
    status: 404,
    en: '"{field}" is "{value}", who is not in the register; register them with PUT /v1/people/{id} and If-None-Match: *, or look at GET /v1/people',
    vi: '"{field}" là "{value}", chưa có trong danh sách; hãy đăng ký bằng PUT /v1/people/{id} với If-None-Match: * hoặc xem GET /v1/people',
  },
  PERSON_ID_INVALID: {
    status: 400,
    en: '"{field}" is "{value}"; a new name within the register has 1 to 100 of A–Z, a–z, 0–9 and ._- and begins with a letter or digit, e.g. lan.nt',
    vi: '"{field}" là "{value}"; tên đăng ký mới gồm 1 đến 100 ký tự A–Z, a–z, 0–9 và ._-, bắt đầu bằng chữ hoặc số, ví dụ lan.nt',
  },
  PERSON_ID_RESERVED: {
    status: 400,
    en: '"{field}" is "{value}", which names a part of the engine in every log; choose another name, e.g. lan.nt',
    vi: '"{field}" là "{value}", tên dành cho một bộ phận của hệ thống trong mọi nhật ký; hãy chọn tên khác, ví dụ lan.nt',
  },
  PERSON_ID_ALIKE: {
    status: 409,
    en: '"{field}" is "{value}"; "{other}" is registered already and differs in capital letters alone; choose another name',
    vi: '"{field}" là "{value}"; "{other}" đã được đăng ký và chỉ khác chữ hoa, chữ thường; hãy chọn tên khác',
  },
  POSTING_UNKNOWN: { status: 404, en: '"{value}" is no posting of "{person}"; look at GET /v1/people/{person}', vi: '"{value}" không phải vị trí của "{person}"; hãy xem GET /v1/people/{person}' },
  POSTING_PRESENT: {
    status: 409,
    en: '"{person}" holds this very post from that instant on already; move its end with PATCH /v1/people/{person}/postings/{id}',
    vi: '"{person}" đã giữ đúng vị trí này từ thời điểm đó; hãy đổi ngày kết thúc bằng PATCH /v1/people/{person}/postings/{id}',
  },
  HAND_OVER_LATER: {
    status: 422,
    en: '"{field}" hands work over at once, but the post ends later; end it now, or leave "{field}" out: the work goes back to the desk when the post ends',
    vi: '"{field}" bàn giao việc ngay, nhưng vị trí kết thúc sau; hãy kết thúc ngay hoặc bỏ "{field}": việc sẽ trả về bộ phận khi vị trí kết thúc',
  },
  POSTING_OVER: {
    status: 409,
    en: 'this post ended on {to}, and what was done from it stays as it was; give a new post instead',
    vi: 'Vị trí này đã kết thúc ngày {to} và các việc đã làm được giữ nguyên; hãy bổ nhiệm vị trí mới',
  },
  POSTING_DATES: {
    status: 422,
    en: '"{field}" is {value}; it must lie after {after}, for a post neither begins nor ends in what is over',
    vi: '"{field}" là {value}; phải sau {after}, vì vị trí không thể bắt đầu hoặc kết thúc trong quá khứ',
  },
  STAND_IN_DATES: {
    status: 422,
    en: 'a stand-in names in "onBehalfOf" somebody else whom they stand in for, and ends: give both "onBehalfOf" and "to" with kind "stand-in", and "onBehalfOf" only then',
    vi: 'người làm thay phải nêu người được thay ở "onBehalfOf" và ngày kết thúc ở "to"; chỉ nêu "onBehalfOf" khi kind là "stand-in"',
  },
  STAND_IN_FOR_NOBODY: {
    status: 422,
    en: '"{field}" is "{value}", who does not hold {post} throughout that time; name the holder of the post, or shorten the time',
    vi: '"{field}" là "{value}", không giữ {post} trong suốt thời gian đó; hãy nêu người đang giữ vị trí hoặc rút ngắn thời gian',
  },
  STAND_IN_BY_LEADER: {
    status: 403,
    en: 'a leader appoints stand-ins only, for a post at an agency they lead, among people posted in agencies they lead; ask the administrator for anything else',
    vi: 'Lãnh đạo chỉ cử người làm thay cho vị trí thuộc cơ quan mình phụ trách, trong số cán bộ thuộc các cơ quan đó; việc khác hãy đề nghị quản trị',
  },
  OWN_RIGHTS: {
    status: 403,
    en: 'nobody gives themselves a post or a stand-in, changes their own grants or disables their own account; ask another one who may',
    vi: 'Không ai được tự giao vị trí, tự cử mình làm thay, tự đổi quyền hoặc tự khóa tài khoản của mình; hãy nhờ người khác có thẩm quyền',
  },
  PASSWORD_OF_ANOTHER: {
    status: 422,
    en: '"{field}" is of somebody else; nobody chooses it for them: POST /v1/people/{person}/password-reset, and whoever confirms it is shown a password for one sign-in',
    vi: '"{field}" là của người khác; không ai được chọn thay: hãy gửi POST /v1/people/{person}/password-reset, người xác nhận sẽ nhận mật khẩu dùng một lần',
  },
  CONFIRMATION_UNKNOWN: {
    status: 404,
    en: 'there is no request "{value}" that you may see; GET /v1/confirmations lists them',
    vi: 'Không có đề nghị "{value}" mà bạn được xem; xem danh sách tại GET /v1/confirmations',
  },
  CONFIRMATION_DECIDED: {
    status: 409,
    en: 'this request was decided already ({state}, by {by}); nothing was done a second time',
    vi: 'Đề nghị này đã được xử lý ({state}, bởi {by}); không có gì được thực hiện lần nữa',
  },
  CONFIRMATION_EXPIRED: {
    status: 409,
    en: 'nobody confirmed this request in time, until {at}; nothing was done: propose it anew',
    vi: 'Đề nghị không được xác nhận trong thời hạn (đến {at}); chưa có gì được thực hiện: hãy đề nghị lại',
  },
  CONFIRMATION_STALE: {
    status: 409,
    en: 'since it was proposed something has changed: {changed}; nothing was done: look at it as it is now, and propose it anew',
    vi: 'Từ khi đề nghị đã có thay đổi: {changedVi}; chưa có gì được thực hiện: hãy xem lại hiện trạng và đề nghị lại',
  },
  CONFIRMATION_OWN: {
    status: 403,
    en: 'nobody confirms what they proposed; another person decides',
    vi: 'Không ai được tự xác nhận đề nghị của mình; phải do người khác quyết định',
  },
  CONFIRMATION_CONCERNS_YOU: {
    status: 403,
    en: 'it is about your own rights; somebody whom it does not concern decides',
    vi: 'Đề nghị liên quan đến quyền của chính bạn; phải do người không liên quan quyết định',
  },
  CONFIRMATION_NOT_YOURS: {
    status: 403,
    en: 'such a request is decided by {allowed}',
    vi: 'Đề nghị loại này do {allowedVi} quyết định',
  },
  CONFIRMATION_DEPENDENT: {
    status: 403,
    en: 'your own right was given to you by {by} alone, who proposes this; somebody else decides',
    vi: 'Quyền của bạn do một mình {by}, người đề nghị, giao; phải do người khác quyết định',
  },
  CONFIRMATION_BY_OTHERS: {
    status: 403,
    en: 'the operator confirms only while fewer than two people could; now {who} may: ask one of them',
    vi: 'Người vận hành chỉ xác nhận khi chưa đủ hai người có thể; nay {who} có thể: hãy nhờ một người trong số đó',
  },
  PASSWORD_WEAK: {
    status: 422,
    en: '"{field}" must have at least {least} characters; a few words in a row are good',
    vi: '"{field}" phải có ít nhất {least} ký tự; nên dùng một cụm vài từ',
  },
  PASSWORD_KNOWN: {
    status: 422,
    en: '"{field}" would be guessed early: {why}; take four words that have nothing to do with each other or with you',
    vi: '"{field}" dễ bị đoán: {whyVi}; hãy ghép bốn từ không liên quan đến nhau và không liên quan đến bạn',
  },
  PASSWORD_SAME: {
    status: 422,
    en: '"{field}" is the present password; choose another one',
    vi: '"{field}" trùng mật khẩu hiện tại; hãy chọn mật khẩu khác',
  },
  PASSWORD_WRONG: { status: 403, en: '"{field}" is not the present password; type it again, or ask the administrator for a new one', vi: '"{field}" không phải mật khẩu hiện tại; hãy nhập lại hoặc đề nghị quản trị cấp mới' },
  IDENTITY_TAKEN: {
    status: 409,
    en: '"{field}" belongs to somebody else already; unlink it there first, or give another subject',
    vi: '"{field}" đã gắn với người khác; hãy gỡ ở đó trước hoặc nhập định danh khác',
  },
  CLIENT_PRESENT: { status: 409, en: 'there is a client "{value}" already; choose another id, or disable that one with PATCH /v1/clients/{value}', vi: 'Đã có hệ thống kết nối "{value}"; hãy chọn mã khác hoặc khóa hệ thống đó bằng PATCH /v1/clients/{value}' },
  CLIENT_NOT_REGISTERED: { status: 404, en: '"{value}" is no client here; look at GET /v1/clients', vi: '"{value}" không phải hệ thống kết nối đã đăng ký; hãy xem GET /v1/clients' },
  CLIENT_SCOPES: {
    status: 422,
    en: '"{field}": "acts:partner" needs "system", "acts:agency" goes without one, and both like "dossiers:read" and "dossiers:submit" need "agencies" whose work the client may see or where it hands in; correct one of them',
    vi: '"{field}": "acts:partner" cần "system", "acts:agency" không kèm "system"; cả hai cùng "dossiers:read", "dossiers:submit" đều cần "agencies" mà hệ thống được xem hoặc được nộp; hãy sửa lại',
  },
  PROCEDURE_END_DATE: {
    status: 422,
    en: '"{field}" is {value}; the first day without this version lies after {from} and not before {earliest}{latest}',
    vi: '"{field}" là {value}; ngày đầu tiên hết hiệu lực phải sau {from} và không trước {earliest}{latestVi}',
  },
  AMENDMENT_UNKNOWN: { status: 404, en: 'calendar version {value} was not published here as an amendment; the present one is named by GET /v1/calendar', vi: 'Lịch phiên bản {value} không được công bố tại đây dưới dạng sửa đổi; xem phiên bản hiện hành tại GET /v1/calendar' },
  TOO_MANY_REQUESTS: { status: 429, en: 'too many requests in a short time; wait {seconds} seconds', vi: 'Quá nhiều yêu cầu trong thời gian ngắn; hãy đợi {seconds} giây' },
  INTERNAL: {
    status: 500,
    en: 'something went wrong here, not with what you sent, and nothing was changed; tell the operator the correlation id {correlationId}, under which it is in the log',
    vi: 'Hệ thống gặp lỗi, không phải do nội dung bạn gửi, và chưa có gì thay đổi; hãy báo cho người vận hành mã {correlationId} được ghi trong nhật ký',
  },
  BODY_TOO_SLOW: {
    status: 408,
    en: 'the body did not come within {seconds} seconds, or an upload came too slowly; send it again over a better line',
    vi: 'Nội dung yêu cầu không đến đủ trong {seconds} giây hoặc tải lên quá chậm; hãy gửi lại khi đường truyền tốt hơn',
  },
  WEBHOOK_NOT_HTTPS: {
    status: 400,
    en: '"{field}" begins with http://; an installation in production sends over https:// alone',
    vi: '"{field}" bắt đầu bằng http://; hệ thống vận hành chính thức chỉ gửi qua https://',
  },
  TOO_MANY_CONNECTIONS: {
    status: 429,
    en: 'more than {most} connections are open from this address; close some, or ask the operator to raise LIENTHONG_API_CONNECTIONS',
    vi: 'Địa chỉ này đang mở hơn {most} kết nối; hãy đóng bớt hoặc đề nghị quản trị tăng LIENTHONG_API_CONNECTIONS',
  },
  UNAVAILABLE: {
    status: 503,
    en: 'a part of the system does not answer at the moment; nothing of this request was done, try again in a few seconds',
    vi: 'Một bộ phận của hệ thống tạm thời không phản hồi; yêu cầu này chưa được thực hiện, hãy thử lại sau vài giây',
  },
  OUTCOME_UNKNOWN: {
    status: 503,
    en: 'it is not known whether this was done; {next}',
    vi: 'Chưa biết yêu cầu này đã được thực hiện hay chưa; {next}',
  },
} as const satisfies Record<string, ErrorEntry>;
