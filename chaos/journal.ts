import { appendFileSync, createWriteStream, mkdirSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';

/** Everything a run saw, line by line, so that a failing one can be read afterwards. */
export class Journal {
  readonly #streams = new Map<string, WriteStream>();
  readonly #began = Date.now();

  constructor(
    readonly directory: string,
    private readonly aloud: (line: string) => void,
  ) {
    mkdirSync(directory, { recursive: true });
  }

  /** One line of JSON in `FILE.jsonl`. */
  write(file: string, entry: object): void {
    let stream = this.#streams.get(file);
    if (stream === undefined) {
      stream = createWriteStream(join(this.directory, `${file}.jsonl`), { flags: 'a' });
      this.#streams.set(file, stream);
    }
    stream.write(`${JSON.stringify({ t: Date.now(), ...entry })}\n`);
  }

  /** One line for people. */
  say(text: string): void {
    const line = `+${Math.round((Date.now() - this.#began) / 1_000)}s ${text}`;
    this.aloud(line);
    appendFileSync(join(this.directory, 'chaos.log'), `${new Date().toISOString()} ${line}\n`);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => new Promise<void>((resolve) => stream.end(resolve))));
  }
}
