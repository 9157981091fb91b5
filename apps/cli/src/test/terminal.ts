import { inject } from 'vitest';
import type { Workbench } from './run.ts';

/**
 * A step at a terminal: wait for output, type, send a signal, wait until the command is stopped as in the background of a
 * shell, or close the terminal.
 */
export type Step =
  | { readonly see: string }
  | { readonly type: string }
  | { readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT' | 'SIGTSTP' | 'SIGCONT' }
  | 'stopped'
  | 'gone';

export interface Session {
  /** All that was shown. */
  readonly seen: string;
  /** As a shell has it: 128 and the signal's number when one ended it. */
  readonly exit: number;
  /** Whether the terminal behaves afterwards, and whenever the command stood still, as it did before, in everything that `stty -a` shows. */
  readonly isRestored: boolean;
}

// Node.js has no pseudo-terminals; Python has. The terminal is watched by its other end, as a person sees it.
const PROGRAM = `
import json, os, pty, select, signal, sys, termios
arguments, steps, redirections = (json.loads(text) for text in sys.argv[1:4])
master, slave = pty.openpty()
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.setsid()
    import fcntl
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in range(3):
        path = redirections.get(str(descriptor))
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(slave if path is None else os.open(path, flags, 0o600), descriptor)
    os.execv(arguments[0], arguments)
# A missing output ends this program, and with it the terminal.
signal.alarm(90)
seen = b''
position = 0
def read(seconds):
    global seen
    if not select.select([master], [], [], seconds)[0]: return False
    seen += os.read(master, 65536)
    return True
restored = True
def compare():
    global restored
    restored = restored and before == termios.tcgetattr(slave)
for step in steps:
    if step == 'stopped':
        if not os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1]): sys.exit('it ended instead of standing still')
        compare(); continue
    if step == 'gone': os.close(master); break
    if 'type' in step: os.write(master, step['type'].encode()); continue
    if 'signal' in step: os.kill(pid, getattr(signal, step['signal'])); continue
    text = step['see'].encode()
    while text not in seen[position:]:
        if not read(60): sys.exit('waited for ' + repr(text) + ' and saw ' + repr(seen))
    position = seen.index(text, position) + len(text)
status = os.waitpid(pid, 0)[1]
if 'gone' not in steps:
    while read(0.05): pass
    compare()
exit = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
print(json.dumps({'seen': seen.decode(), 'exit': exit, 'isRestored': restored}))
`;

interface TerminalOptions {
  /** Files instead of some descriptors. */
  readonly redirect?: object;
  readonly env?: Record<string, string>;
}

/** Runs the installed command on a pseudo-terminal. */
export function atTerminal(
  bench: Workbench,
  args: readonly string[],
  steps: readonly Step[],
  options?: TerminalOptions,
): Session {
  return programAtTerminal(bench, [process.execPath, inject('countersign'), ...args], steps, options);
}

/** Runs a program, named by its path, on a pseudo-terminal. */
export function programAtTerminal(
  { other }: Workbench,
  command: readonly string[],
  steps: readonly Step[],
  options: TerminalOptions = {},
): Session {
  const values = [command, steps, options.redirect ?? {}].map((value) => JSON.stringify(value));
  const done = other('python3', ['-c', PROGRAM, ...values], { env: { TERM: 'xterm', ...options.env } });
  if (done.exit !== 0) throw new Error(done.error);
  return JSON.parse(done.output);
}
