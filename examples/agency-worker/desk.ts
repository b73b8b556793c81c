import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import { postOf } from './errand';
import type { Errand, Task } from './errand';

export interface DeskSettings {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface ActOnTask {
  readonly errand: Errand;
  readonly act: 'acknowledge' | 'take-up' | 'complete' | 'reply';
  /** The version of the task that was looked at; an act on an older one is refused. */
  readonly version: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** The API answers an act within 5 s, if only that it was received. */
const PATIENCE_MS = 8_000;
/** A token is renewed so long before it ends. */
const MARGIN_MS = 30_000;

/** The activities that speak to the one-stop engine: its HTTP API, with this agency's own credentials, and nothing else. */
export function createDesk({ apiUrl, clientId, clientSecret }: DeskSettings) {
  let token: { readonly text: string; readonly until: number } | null = null;

  async function bearer(): Promise<string> {
    if (token && token.until > Date.now()) return token.text;
    const response = await fetch(`${apiUrl}/v1/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`no token for "${clientId}": HTTP ${response.status}`);
    const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number };
    token = { text: access_token, until: Date.now() + expires_in * 1_000 - MARGIN_MS };
    return token.text;
  }

  async function ask(path: string, request: RequestInit & { readonly headers?: Record<string, string> } = {}): Promise<Response> {
    const headers = { ...request.headers, authorization: `Bearer ${await bearer()}` };
    const response = await fetch(`${apiUrl}${path}`, { ...request, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.status === 401) token = null;
    // Another attempt cannot make these right: it is not ours to do, or the request is wrong.
    if ([400, 403, 404, 422].includes(response.status)) throw ApplicationFailure.nonRetryable(await sentenceOf(response), 'Refused');
    return response;
  }

  return {
    /** The task on our work list; null when it is open no more. */
    async findTask({ dossierId, taskId, agency, kind }: Errand): Promise<Task | null> {
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = new URLSearchParams({ agency, kind, limit: '200', ...(cursor === '' ? {} : { cursor }) }).toString();
        const response = await ask(`/v1/tasks?${query}`);
        if (!response.ok) throw new Error(await sentenceOf(response));
        const page = (await response.json()) as { items: (Task & { dossierId: string; taskId: string })[]; next: string | null };
        const found = page.items.find((item) => item.dossierId === dossierId && item.taskId === taskId);
        if (found) return { status: found.status, assignee: found.assignee, version: found.version };
        cursor = page.next;
      }
      return null;
    },

    /** Does one act. Its key is made of errand, act and version, so that the same act sent twice is done once. */
    async act({ errand, act, version, fields }: ActOnTask): Promise<'recorded' | 'conflict'> {
      const response = await ask(`/v1/dossiers/${errand.dossierId}/acts/${act}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `${activityInfo().workflowExecution!.workflowId}:${act}:${version}` },
        body: JSON.stringify({ ...fields, taskId: errand.taskId, version, as: postOf(errand) }),
      });
      if (response.status === 200) return 'recorded';
      if (response.status === 409 || response.status === 412) return 'conflict';
      // 202: received and not recorded yet; the same key asks for it again.
      throw new Error(await sentenceOf(response));
    },
  };
}

/** The problem's stable code; its sentence may be long. */
async function sentenceOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  return `HTTP ${response.status} ${problem.code ?? ''} ${problem.detail ?? ''}`.trim();
}
