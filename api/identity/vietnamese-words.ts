/**
 * What people in Vietnam build passwords of, without diacritics and blanks: common words, rows of keys, provinces and
 * cities before and after 2025, and what this product is about. The common list of zxcvbn knows English above all.
 */
const COMMON = [
  'matkhau', 'matkhaumoi', 'matkhaucua', 'matma', 'baomat', 'dangnhap', 'quantri', 'quantrivien', 'nguoidung',
  'taikhoan',
  'xinchao', 'chaoban', 'tamtam', 'khongbiet', 'khongcomatkhau', 'khongco', 'anhyeuem', 'emyeuanh', 'yeuem',
  'yeuanh', 'vochong',
  'giadinh', 'hanhphuc', 'conyeu', 'conyeubo', 'conyeume', 'congchua', 'hoangtu', 'maimai', 'maiyeu', 'tinhyeu',
  'thuongem',
  'mauxanh', 'bongda', 'sinhnhat', 'chucmung', 'chucmungnammoi', 'phattai', 'thanhcong',
  'vietnam', 'vietnamvodich', 'vietnammuonnam', 'hochiminh', 'bachho', 'dangcongsan', 'ubnd', 'uybannhandan',
  'hoidongnhandan', 'motcua', 'motcualienthong', 'motcualaichau', 'lienthong', 'hoso', 'thutuc',
  'thutuchanhchinh', 'hanhchinh',
  'hanhchinhcong', 'dichvucong', 'tiepnhan', 'traketqua', 'canbo', 'congchuc', 'vienchuc', 'lanhdao', 'vanphong',
  'chuyenvien', 'sotaichinh', 'sonoivu', 'sotuphap', 'congan', 'thangmot', 'thanghai', 'nammoi',
  'qwerty', 'asdfgh', 'zxcvbn', 'admin', 'administrator', 'lienthongadmin',
] as const;

const PROVINCES = [
  'angiang', 'baria', 'vungtau', 'bariavungtau', 'baclieu', 'bacgiang', 'backan', 'bacninh', 'bentre',
  'binhduong', 'binhdinh',
  'binhphuoc', 'binhthuan', 'camau', 'caobang', 'cantho', 'danang', 'daklak', 'daknong', 'dienbien', 'dongnai',
  'dongthap', 'gialai',
  'hagiang', 'hanam', 'hanoi', 'hatinh', 'haiduong', 'haiphong', 'haugiang', 'hoabinh', 'hungyen', 'khanhhoa',
  'kiengiang', 'kontum',
  'laichau', 'langson', 'laocai', 'lamdong', 'longan', 'namdinh', 'nghean', 'ninhbinh', 'ninhthuan', 'phutho',
  'phuyen', 'quangbinh',
  'quangnam', 'quangngai', 'quangninh', 'quangtri', 'soctrang', 'sonla', 'tayninh', 'thaibinh', 'thainguyen',
  'thanhhoa', 'thuathienhue',
  'tiengiang', 'saigon', 'tphcm', 'travinh', 'tuyenquang', 'vinhlong', 'vinhphuc', 'yenbai', 'nhatrang',
  'dalat', 'tinhlaichau',
] as const;

export const VIETNAMESE_WORDS: readonly string[] = [...COMMON, ...PROVINCES];
