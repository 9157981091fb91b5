import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pnpm } from './workspace.ts';

/** One instruction of a Dockerfile: `COPY --from=prune a ./` is `COPY` with `--from=prune a ./`. */
interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** A stage of a Dockerfile, its arguments filled in. */
export interface Stage {
  readonly name: string;
  /** An image, or the name of an earlier stage. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Reads the stages of a Dockerfile that keeps each instruction on a line and declares its arguments at the top. */
export function parseDockerfile(text: string): readonly Stage[] {
  const given = new Map<string, string>();
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (name === 'ARG') given.set(...keyAndValue(rest));
    else if (name === 'FROM') {
      const [, from = '', stage = ''] = /^(\S+) AS (\w+)$/.exec(rest) ?? [];
      const filled = from.replaceAll(/\$\{(\w+)\}/g, (_, argument: string) => given.get(argument) ?? '');
      stages.push({ name: stage, from: filled, instructions: [] });
    } else if (name !== '') stages.at(-1)?.instructions.push({ name, rest });
  }
  return stages;
}

function keyAndValue(text: string): [string, string] {
  const [key = '', ...value] = text.split('=');
  return [key, value.join('=')];
}

/** The variables that a stage sets, those of the stages it stands on included. */
export function environmentOf(stage: Stage, stages: readonly Stage[]): Readonly<Record<string, string>> {
  const below = stages.find(({ name }) => name === stage.from);
  const own = stage.instructions.filter(({ name }) => name === 'ENV').flatMap(({ rest }) => rest.split(' '));
  return { ...(below && environmentOf(below, stages)), ...Object.fromEntries(own.map(keyAndValue)) };
}

/**
 * Does in folders what a build would do in containers, as far as that needs none: each stage is a folder, `WORKDIR` and `COPY` are done
 * below it, and `RUN pnpm …` runs there with this machine's Node.js and the pinned pnpm. Other programs set up a container's system and are left out.
 */
export async function buildInFolders(
  stages: readonly Stage[],
  { context, folder }: { readonly context: string; readonly folder: string },
): Promise<void> {
  for (const stage of stages) {
    const root = join(folder, stage.name);
    const env = environmentOf(stage, stages);
    mkdirSync(root, { recursive: true });
    let cwd = root;
    for (const { name, rest } of stage.instructions) {
      if (name === 'WORKDIR') {
        cwd = join(root, rest);
        mkdirSync(cwd, { recursive: true });
      } else if (name === 'COPY') {
        const [, from, source = '', target = ''] = /^(?:--from=(\w+) )?(\S+) (\S+)$/.exec(rest) ?? [];
        const path = from ? join(folder, from, source) : join(context, source);
        const isFolder = source.endsWith('/') || source === '.';
        cpSync(path, isFolder ? join(cwd, target) : join(cwd, target, basename(source)), {
          recursive: true,
          verbatimSymlinks: true,
        });
      } else if (name === 'RUN' && rest.startsWith('pnpm '))
        await pnpm(rest.split(' ').slice(1), { cwd, env });
    }
  }
}
