import { found } from '../../portal/parts/fold';

const BIRTH = 'Liên thông đăng ký khai sinh, đăng ký thường trú cho trẻ em dưới 6 tuổi';
const DEATH = 'Liên thông đăng ký khai tử, xóa đăng ký thường trú';
const search = (asked: string) => found([BIRTH, DEATH, 'Cấp giấy phép môi trường'], (name) => name, asked);

test('what is asked for without diacritics finds the name that has the words side by side before one that has their letters somewhere', () => {
  expect(search('khai tu')).toEqual([DEATH, BIRTH]);
  expect(search('khai sinh')).toEqual([BIRTH]);
  expect(search('KHAI TỬ')).toEqual([DEATH, BIRTH]);
  expect(search('moi truong')).toEqual(['Cấp giấy phép môi trường']);
});

test('an empty question finds everything in its order; a word that is nowhere finds nothing', () => {
  expect(search('  ')).toEqual([BIRTH, DEATH, 'Cấp giấy phép môi trường']);
  expect(search('khai tu ca')).toEqual([]);
});
