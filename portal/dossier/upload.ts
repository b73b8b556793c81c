import { currentLanguage } from '../app/language';
import { isProblem } from '../app/api';

export interface FileToAttach {
  readonly reference: string;
  readonly file: File;
  readonly document: string | null;
  readonly origin: 'applicant' | 'officer' | 'result';
  readonly as: string | null;
}

/**
 * Sends a file as the body of the request; `progress` runs from 0 to 1. The typed client cannot say how far an upload has come,
 * so this one request is made by hand. Throws the problem it was refused with.
 */
export const uploadFile = ({ reference, file, document, origin, as }: FileToAttach, key: string, csrf: string, progress: (done: number) => void): Promise<void> =>
  new Promise((done, fail) => {
    const query = new URLSearchParams({ name: file.name, origin, ...(document === null ? {} : { document }), ...(as === null ? {} : { as }) });
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/dossiers/${encodeURIComponent(reference)}/attachments?${query.toString()}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type);
    request.setRequestHeader('accept-language', currentLanguage());
    request.setRequestHeader('idempotency-key', key);
    request.setRequestHeader('x-csrf-token', csrf);
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total);
    request.onload = () => (request.status < 300 ? done() : fail(isProblem(request.response) ? request.response : {}));
    request.onerror = () => fail({});
    request.send(file);
  });
