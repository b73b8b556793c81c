import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './cache-dir';
import { withProgress, type Report } from './progress';
import { runCommand } from './run-command';
import { sdkDownload } from './sdk-download';

const VERSION = '1.38.0';
const OLDEST_JAVA = 17;

/** slf4j-nop of the version that the server's own dependencies resolve to: without a logger each start complains. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lienthong</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>${VERSION}</version>
  <dependencies>
    <dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** The server takes its port as its only argument; short runs want a quick start more than quick code. */
const WRAPPER = `#!/bin/sh
here=$(dirname "$0")
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$here/lib/*" io.temporal.testserver.TestServer "$@"
`;

export interface ProvidedExecutable {
  readonly path: string;
  /** How it was obtained, for people. */
  readonly how: string;
}

/**
 * The executable that `TestWorkflowEnvironment.createTimeSkipping` takes as `existing-path`: one that is configured
 * (LIENTHONG_TIME_SKIPPING_SERVER), the SDK's download (cached or new), the Java server (cached, or from Maven with Java 17).
 */
export async function provideTimeSkipping({ report }: { readonly report: Report }): Promise<ProvidedExecutable> {
  const configured = process.env['LIENTHONG_TIME_SKIPPING_SERVER'];
  if (configured) {
    if (existsSync(configured)) return { path: configured, how: 'configured' };
    throw new Error(`LIENTHONG_TIME_SKIPPING_SERVER names "${configured}", which is not there: name the executable, or unset it`);
  }
  const native = join(cacheDir(), 'bin', 'temporal-test-server-sdk');
  if (existsSync(native)) return { path: native, how: `cached in ${native}` };
  const javaHome = join(cacheDir(), `time-skipping-${VERSION}`);
  const wrapper = join(javaHome, 'temporal-test-server');
  const noJava = await javaMissing();
  if (existsSync(wrapper) && noJava === undefined) return { path: wrapper, how: `cached in ${javaHome}` };
  const notDownloaded = await sdkDownload({ kind: 'time-skipping', version: 'default', target: native, report });
  if (notDownloaded === undefined) return { path: native, how: 'downloaded' };
  const notFetched = noJava ?? (await fetchWithMaven(javaHome, report));
  if (notFetched === undefined) return { path: wrapper, how: 'fetched with Maven' };
  throw new Error(
    [
      'there is no time-skipping server. Ways out:',
      '  - LIENTHONG_TIME_SKIPPING_SERVER=path of its executable',
      `  - let this machine reach the internet: the download failed (${notDownloaded})`,
      `  - install Java ${OLDEST_JAVA} or newer and Maven: ${notFetched}`,
    ].join('\n'),
  );
}

async function javaMissing(): Promise<string | undefined> {
  const { ok, output } = await runCommand('java', ['-version'], { timeoutMs: 20_000 });
  if (!ok) return `"java" does not run (${output.trim().split('\n')[0]})`;
  const major = Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
  return major >= OLDEST_JAVA ? undefined : `"java" is version ${major}`;
}

/** Fetches the server's jars, whole or not at all; undefined when it worked, else why not. */
async function fetchWithMaven(home: string, report: Report): Promise<string | undefined> {
  mkdirSync(cacheDir(), { recursive: true });
  const unfinished = mkdtempSync(`${home}.`);
  try {
    writeFileSync(join(unfinished, 'pom.xml'), POM);
    const { ok, output } = await withProgress(report, "fetching Temporal's time-skipping server with Maven", () =>
      runCommand('mvn', ['-B', '-q', 'dependency:copy-dependencies', '-DoutputDirectory=lib', '-DincludeScope=runtime'], { cwd: unfinished, timeoutMs: 10 * 60_000 }));
    if (!ok) return `Maven failed (${output.trim().split('\n').find((line) => line.includes('ERROR')) ?? output.trim()})`;
    writeFileSync(join(unfinished, 'temporal-test-server'), WRAPPER);
    chmodSync(join(unfinished, 'temporal-test-server'), 0o755);
    rmSync(home, { recursive: true, force: true });
    renameSync(unfinished, home);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
