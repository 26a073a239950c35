// Sending a file with a progress bar, which fetch cannot do.
import type { ImportView } from '../../shared/api/types';
import { Problem, randomId, urlOf } from '../../shared/client';

/** The kinds of files the server reads. */
export const READABLE = ['csv', 'xlsx', 'xls', 'ods'];
export const LARGEST_MB = 200;

export interface Upload {
  answer: Promise<ImportView>;
  stop: () => void;
}

/** Sends the file; `onProgress` hears how many bytes have left. */
export function uploadImport(file: File, storeId: string, onProgress: (bytes: number) => void): Upload {
  const request = new XMLHttpRequest();
  const answer = new Promise<ImportView>((resolve, reject) => {
    request.open('POST', urlOf('/imports'));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('accept-language', document.documentElement.lang);
    request.setRequestHeader('x-requested-with', 'roadbook');
    request.setRequestHeader('idempotency-key', randomId());
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => reject(new Problem(0, {}));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    request.onload = () => {
      const body = readJson(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as unknown as ImportView);
      else reject(new Problem(request.status, body));
    };
  });
  const form = new FormData();
  // The store comes first, so that the server knows it before the file streams in.
  form.append('store_id', storeId);
  form.append('file', file);
  request.send(form);
  return { answer, stop: () => request.abort() };
}

/** Whether the name ends like a file the server reads. */
export function isReadable(name: string): boolean {
  return READABLE.includes(name.split('.').at(-1)?.toLowerCase() ?? '');
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
