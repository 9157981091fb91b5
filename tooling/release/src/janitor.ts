// Cleans up after the process that started it, even if that one is killed: stops its programs, then removes its folders.
// Each line of standard input names one of them. The input ends when the other process ends.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const groups = new Set<number>();
const folders = new Set<string>();

for await (const line of createInterface({ input: process.stdin })) {
  const [what, subject]: readonly unknown[] = JSON.parse(line);
  if (what === 'started') groups.add(Number(subject));
  if (what === 'ended') groups.delete(Number(subject));
  if (what === 'folder') folders.add(String(subject));
}

function stop(signal: NodeJS.Signals): void {
  for (const group of groups)
    try {
      process.kill(-group, signal);
    } catch {
      // It ended on its own meanwhile.
      groups.delete(group);
    }
}

stop('SIGTERM');
// Gives the programs time to stop their own children.
if (groups.size > 0) await setTimeout(1500);
stop('SIGKILL');
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
