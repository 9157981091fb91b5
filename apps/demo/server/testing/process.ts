import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../main.ts');
const NODE = [process.execPath, '--conditions=@countersign/source'];

/** SERVICE_SECRET of every process of a test. */
const SERVICE_SECRET = Buffer.alloc(32, 7).toString('base64url');

/** The service in a separate process. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** The text of both outputs. */
  output(): string;
  /** Ends the process, and resolves with its exit code. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the service as `npm start` does. `before` contains a program that starts it, and its arguments. */
export async function startProcess(
  env: Readonly<Record<string, string>>,
  before: readonly string[] = [],
): Promise<ServiceProcess> {
  const [command = '', ...rest] = [...before, ...NODE, MAIN];
  const child = spawn(command, rest, {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      NODE_ENV: 'test',
      TRUSTED_PROXIES: '1',
      SERVICE_SECRET,
      LOG_LEVEL: 'warn',
      MAIL_FILE: '',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = once(child, 'exit');
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /answers at (http\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The service ended with exit code ${code}: ${output}`)));
  });
  return {
    child,
    url,
    output: () => output,
    async kill(signal = 'SIGKILL') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}
